//! The sessions of each API key.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard};

use super::StoreError;

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

/// Why a session could not begin.
#[derive(Debug)]
pub enum SessionRefusal {
    /// The key has a session with this external id.
    ExternalIdExists,
    /// The key has as many sessions as it may have.
    QuotaExceeded,
    /// The store has failed.
    Store(StoreError),
}

/// All sessions, by key. The keys' quotas bound them.
#[derive(Debug, Default)]
pub struct Sessions(Mutex<HashMap<&'static str, Vec<Session>>>);

impl Sessions {
    /// Begins a session.
    ///
    /// # Errors
    ///
    /// If that is not possible; nothing has begun then.
    pub fn begin(&self, key: &'static str, quota: usize, session: Session) -> Result<Session, SessionRefusal> {
        let mut all = self.lock().map_err(SessionRefusal::Store)?;
        let own = all.entry(key).or_default();
        let known = |other: &Session| other.external_id == session.external_id;
        if session.external_id.is_some() && own.iter().any(known) {
            return Err(SessionRefusal::ExternalIdExists);
        }
        if own.len() >= quota {
            return Err(SessionRefusal::QuotaExceeded);
        }
        own.push(session.clone());
        Ok(session)
    }

    /// The session of this key with this id.
    ///
    /// # Errors
    ///
    /// If the store has failed.
    pub fn by_id(&self, key: &str, id: &str) -> Result<Option<Session>, StoreError> {
        let all = self.lock()?;
        let own = all.get(key).map(Vec::as_slice).unwrap_or_default();
        Ok(own.iter().find(|session| session.id == id).cloned())
    }

    fn lock(&self) -> Result<MutexGuard<'_, HashMap<&'static str, Vec<Session>>>, StoreError> {
        self.0.lock().map_err(|_| StoreError::Poisoned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(external_id: &str) -> Session {
        Session {
            id: format!("ses_{external_id}"),
            patient: "pat_1".into(),
            external_id: Some(external_id.into()),
        }
    }

    #[test]
    fn a_key_sees_and_counts_its_own_sessions_only() {
        let sessions = Sessions::default();
        assert!(sessions.begin("a", 1, session("x")).is_ok());
        assert!(sessions.begin("b", 1, session("x")).is_ok());
        let again = sessions.begin("a", 9, session("x"));
        assert!(matches!(again, Err(SessionRefusal::ExternalIdExists)));
        let more = sessions.begin("a", 1, session("y"));
        assert!(matches!(more, Err(SessionRefusal::QuotaExceeded)));
        assert!(sessions.by_id("b", "ses_x").unwrap().is_some());
        assert!(sessions.by_id("b", "ses_y").unwrap().is_none());
    }
}
