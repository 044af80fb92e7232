//! The sessions of each API key.

use rusqlite::{OptionalExtension, Row, TransactionBehavior, params};

use super::Database;

/// A session.
#[derive(Clone, Debug)]
pub struct Session {
    /// Its id.
    pub id: String,
    /// The patient's id.
    pub patient: String,
    /// The client's own id of the session; a key's sessions have no two of it.
    pub external_id: Option<String>,
}

impl Session {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            patient: row.get("patient")?,
            external_id: row.get("external_id")?,
        })
    }
}

/// A session that is to begin.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// The patient's id.
    pub patient: String,
    /// The client's own id of the session.
    pub external_id: Option<String>,
}

/// Why a session could not begin.
#[derive(Debug)]
pub enum SessionRefusal {
    /// The key has a session with this external id.
    ExternalIdExists,
    /// The key has as many sessions as it may have.
    QuotaExceeded,
    /// The database has failed.
    Store(rusqlite::Error),
}

impl From<rusqlite::Error> for SessionRefusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error)
    }
}

impl Database {
    /// Begins a session of a key that may have so many of them.
    ///
    /// # Errors
    ///
    /// If that is not possible; nothing has begun then.
    pub async fn begin_session(
        &self,
        key: &'static str,
        quota: u32,
        session: NewSession,
    ) -> Result<Session, SessionRefusal> {
        self.run(move |connection| {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let own = "SELECT count(*), count(external_id = ?2 OR NULL) FROM session WHERE api_key = ?1";
            let (all, same): (u32, u32) = transaction.query_row(own, params![key, session.external_id], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
            if same > 0 {
                return Err(SessionRefusal::ExternalIdExists);
            }
            if all >= quota {
                return Err(SessionRefusal::QuotaExceeded);
            }
            let begun = transaction.query_row(
                "INSERT INTO session VALUES ('ses_' || lower(hex(randomblob(16))), ?, ?, ?) RETURNING *",
                params![key, session.patient, session.external_id],
                Session::read,
            )?;
            transaction.commit()?;
            Ok(begun)
        })
        .await
    }

    /// The session of this key with this id.
    ///
    /// # Errors
    ///
    /// If the database has failed.
    pub async fn session(&self, key: &'static str, id: String) -> rusqlite::Result<Option<Session>> {
        self.run(move |connection| {
            let mut query = connection.prepare_cached("SELECT * FROM session WHERE api_key = ? AND id = ?")?;
            query.query_row([key, &id], Session::read).optional()
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(external_id: Option<&str>) -> NewSession {
        NewSession {
            patient: "pat_1".into(),
            external_id: external_id.map(str::to_owned),
        }
    }

    #[tokio::test]
    async fn a_key_sees_and_counts_its_own_sessions_only() {
        let database = Database::in_memory().unwrap();
        let begun = database.begin_session("a", 2, session(Some("x"))).await.unwrap();
        assert!(database.begin_session("b", 1, session(Some("x"))).await.is_ok());
        let again = database.begin_session("a", 9, session(Some("x"))).await;
        assert!(matches!(again, Err(SessionRefusal::ExternalIdExists)));
        assert!(database.begin_session("a", 2, session(None)).await.is_ok());
        let more = database.begin_session("a", 2, session(None)).await;
        assert!(matches!(more, Err(SessionRefusal::QuotaExceeded)));
        let id = begun.id;
        assert!(database.session("a", id.clone()).await.unwrap().is_some());
        assert!(database.session("b", id).await.unwrap().is_none());
    }
}
