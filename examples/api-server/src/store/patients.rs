//! The patients of a general practice.

use super::StoreError;
use crate::nhs_number::NhsNumber;

/// Who may see a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consent {
    /// It is shared.
    Shared,
    /// The patient does not want it shared.
    PatientDissents,
    /// The practice does not share its records.
    OrganisationDissents,
    /// It is shared with those who treat the patient; the caller does not.
    NoRelationship,
}

/// A patient.
#[derive(Clone, Debug)]
pub struct Patient {
    /// The practice's own id.
    pub id: String,
    /// The number that the whole country knows the patient by.
    pub nhs_number: NhsNumber,
    /// Family name.
    pub family: String,
    /// Given name.
    pub given: String,
    /// `male`, `female`, `other` or `unknown`.
    pub gender: &'static str,
    /// As FHIR writes a date.
    pub birth_date: &'static str,
    /// Who may see the record.
    pub consent: Consent,
}

/// All patients. Nobody here is real; the numbers are of NHS Digital's test range.
#[derive(Debug)]
pub struct Patients(Vec<Patient>);

/// The patient whose record cannot be read, to show what a client sees of that: nothing.
const DAMAGED: &str = "6";

impl Patients {
    /// Five patients, one for each thing that can happen.
    pub fn sample() -> Self {
        let rows = [
            (
                "2",
                "9476719931",
                "Sample",
                "Minnie",
                "female",
                "1952-05-31",
                Consent::Shared,
            ),
            (
                "3",
                "9476719958",
                "Sample",
                "Horace",
                "male",
                "1946-11-02",
                Consent::PatientDissents,
            ),
            (
                "4",
                "9476719966",
                "Sample",
                "Ada",
                "female",
                "1980-01-15",
                Consent::OrganisationDissents,
            ),
            (
                "5",
                "9476719974",
                "Sample",
                "Theo",
                "male",
                "2001-09-09",
                Consent::NoRelationship,
            ),
            (
                DAMAGED,
                "9476719982",
                "Sample",
                "Nora",
                "female",
                "1999-12-31",
                Consent::Shared,
            ),
        ];
        let patients = rows
            .into_iter()
            .filter_map(|(id, number, family, given, gender, birth_date, consent)| {
                Some(Patient {
                    id: id.into(),
                    nhs_number: NhsNumber::parse(number)?,
                    family: family.into(),
                    given: given.into(),
                    gender,
                    birth_date,
                    consent,
                })
            });
        Self(patients.collect())
    }

    /// The patient with this NHS number.
    ///
    /// # Errors
    ///
    /// If the record cannot be read.
    pub fn by_nhs_number(&self, number: &NhsNumber) -> Result<Option<&Patient>, StoreError> {
        self.find(|patient| patient.nhs_number == *number)
    }

    /// The patient with this id.
    ///
    /// # Errors
    ///
    /// If the record cannot be read.
    pub fn by_id(&self, id: &str) -> Result<Option<&Patient>, StoreError> {
        self.find(|patient| patient.id == id)
    }

    fn find(&self, wanted: impl Fn(&Patient) -> bool) -> Result<Option<&Patient>, StoreError> {
        match self.0.iter().find(|patient| wanted(patient)) {
            Some(patient) if patient.id == DAMAGED => Err(StoreError::Damaged {
                record: format!("Patient/{}", patient.id),
            }),
            found => Ok(found),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_patient_has_a_valid_number() {
        let patients = Patients::sample();
        assert_eq!(patients.0.len(), 5);
        let number = NhsNumber::parse("9476719931").unwrap();
        let found = patients.by_nhs_number(&number).unwrap();
        assert_eq!(found.map(|patient| patient.id.as_str()), Some("2"));
    }
}
