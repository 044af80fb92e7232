//! The patients of a general practice.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ValueRef};
use rusqlite::{OptionalExtension, Row};

use super::Database;
use crate::nhs_number::NhsNumber;

/// The permission to see a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consent {
    /// It is shared.
    Shared,
    /// The patient does not want it shared.
    PatientDissents,
    /// The practice does not share its records.
    OrganisationDissents,
    /// It is shared with services that treat the patient; the caller does not.
    NoRelationship,
}

impl FromSql for Consent {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        match value.as_str()? {
            "shared" => Ok(Self::Shared),
            "patient-dissents" => Ok(Self::PatientDissents),
            "organisation-dissents" => Ok(Self::OrganisationDissents),
            "no-relationship" => Ok(Self::NoRelationship),
            _ => Err(FromSqlError::InvalidType),
        }
    }
}

/// A patient.
#[derive(Clone, Debug)]
pub struct Patient {
    /// The practice's own id.
    pub id: String,
    /// The number that the whole country knows the patient by.
    pub nhs_number: String,
    /// Family name.
    pub family: String,
    /// Given name.
    pub given: String,
    /// `male`, `female`, `other` or `unknown`.
    pub gender: String,
    /// As FHIR writes a date.
    pub birth_date: String,
    /// The permission to see the record.
    pub consent: Consent,
}

impl Patient {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            nhs_number: row.get("nhs_number")?,
            family: row.get("family")?,
            given: row.get("given")?,
            gender: row.get("gender")?,
            birth_date: row.get("birth_date")?,
            consent: row.get("consent")?,
        })
    }
}

impl Database {
    /// The patient with this NHS number.
    ///
    /// # Errors
    ///
    /// If the record cannot be read.
    pub async fn patient_by_nhs_number(&self, number: &NhsNumber) -> rusqlite::Result<Option<Patient>> {
        self.patient("SELECT * FROM patient WHERE nhs_number = ?", number.digits().to_owned())
            .await
    }

    /// The patient with this id.
    ///
    /// # Errors
    ///
    /// If the record cannot be read.
    pub async fn patient_by_id(&self, id: String) -> rusqlite::Result<Option<Patient>> {
        self.patient("SELECT * FROM patient WHERE id = ?", id).await
    }

    async fn patient(&self, query: &'static str, key: String) -> rusqlite::Result<Option<Patient>> {
        self.run(move |connection| {
            let mut query = connection.prepare_cached(query)?;
            query.query_row([key], Patient::read).optional()
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_patient_is_found_by_number_and_by_id() {
        let database = Database::in_memory().unwrap();
        let number = NhsNumber::parse("9476719958").unwrap();
        let found = database.patient_by_nhs_number(&number).await.unwrap().unwrap();
        assert_eq!((found.id.as_str(), found.consent), ("3", Consent::PatientDissents));
        let found = database.patient_by_id("2".into()).await.unwrap().unwrap();
        assert!(NhsNumber::parse(&found.nhs_number).is_some(), "{found:?}");
        assert!(database.patient_by_id("7' OR '1' = '1".into()).await.unwrap().is_none());
    }

    #[tokio::test]
    async fn a_damaged_record_is_an_error_of_the_database() {
        let database = Database::in_memory().unwrap();
        let error = database.patient_by_id("6".into()).await.unwrap_err();
        assert!(error.to_string().contains("birth_date"), "{error}");
    }
}
