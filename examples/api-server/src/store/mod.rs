//! The server's data, in `SQLite`. Handlers know these functions only; that there is SQL behind them, they do not.

mod patients;
mod schema;
mod sessions;
mod slots;

use std::path::Path;
use std::sync::Arc;

use rusqlite::Connection;
use tokio::sync::Mutex;

pub use self::patients::{Consent, Patient};
pub use self::sessions::{NewSession, Session, SessionRefusal};
pub use self::slots::{Appointment, Booking, Refusal, Slot};

/// The database. Copies of it are the same one.
///
/// `SQLite` blocks its thread, so the work is done on a thread for blocking calls, one piece at a time; a request that
/// waits for its turn does not use a thread.
#[derive(Clone, Debug)]
pub struct Database(Arc<Mutex<Connection>>);

impl Database {
    /// A database in memory, with the sample data.
    ///
    /// # Errors
    ///
    /// If `SQLite` cannot make it.
    pub fn in_memory() -> rusqlite::Result<Self> {
        Self::of(Connection::open_in_memory()?)
    }

    /// The database in this file, which is made if it is not there. Several servers may share it.
    ///
    /// # Errors
    ///
    /// If it cannot be opened, or is none.
    pub fn open(path: &Path) -> rusqlite::Result<Self> {
        Self::of(Connection::open(path)?)
    }

    fn of(mut connection: Connection) -> rusqlite::Result<Self> {
        schema::create(&mut connection)?;
        Ok(Self(Arc::new(Mutex::new(connection))))
    }

    /// Completes a piece of work, even if the request is cancelled.
    async fn run<T, E>(&self, work: impl FnOnce(&mut Connection) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: Send + 'static,
    {
        let mut connection = Arc::clone(&self.0).lock_owned().await;
        match tokio::task::spawn_blocking(move || work(&mut connection)).await {
            Ok(done) => done,
            Err(lost) => match lost.try_into_panic() {
                // It is the caller's panic as if there were no other thread. SQLite has taken the transaction back.
                Ok(panic) => std::panic::resume_unwind(panic),
                // The runtime ends, and the waiting request with it.
                Err(_) => std::future::pending().await,
            },
        }
    }
}
