//! The slots of a service, and their bookings.

use rusqlite::{OptionalExtension, TransactionBehavior, params};
use serde_json::Value;

use super::Database;

/// A time that can be booked, once.
#[derive(Clone, Debug)]
pub struct Slot {
    /// Its id.
    pub id: String,
    /// When it begins; it lasts ten minutes.
    pub start: String,
}

/// A booked slot.
#[derive(Clone, Debug)]
pub struct Appointment {
    /// Its id.
    pub id: String,
    /// The resource.
    pub resource: Value,
}

/// The slot to book.
#[derive(Clone, Debug)]
pub struct Booking {
    /// The slot.
    pub slot: String,
    /// The id of the request that asks for it.
    pub request_id: String,
    /// The resource, as the client sent it.
    pub resource: Value,
}

/// Why a slot could not be booked.
#[derive(Debug)]
pub enum Refusal {
    /// The slot does not exist.
    Unknown,
    /// It is taken.
    Taken,
    /// The same request has been carried out before.
    Repeated,
    /// The database has failed.
    Store(rusqlite::Error),
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error)
    }
}

impl Database {
    /// Books a slot. Of any number of bookings of one slot at the same time, by this program or by others, one succeeds:
    /// the table has room for one appointment in a slot.
    ///
    /// # Errors
    ///
    /// If that is not possible; nothing is booked then.
    pub async fn book(&self, booking: Booking) -> Result<Appointment, Refusal> {
        self.run(move |connection| {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let made_before = "SELECT count(*) FROM appointment WHERE request_id = ?";
            if transaction.query_row(made_before, [&booking.request_id], |row| row.get::<_, u32>(0))? > 0 {
                return Err(Refusal::Repeated);
            }
            let start = "SELECT start FROM slot WHERE id = ?";
            let start: Option<String> = transaction
                .query_row(start, [&booking.slot], |row| row.get(0))
                .optional()?;
            let start = start.ok_or(Refusal::Unknown)?;
            let id = format!("appointment-of-{}", booking.slot);
            let mut resource = booking.resource;
            if let Some(members) = resource.as_object_mut() {
                members.insert("id".into(), id.clone().into());
                members.insert("start".into(), start.into());
            }
            let booked = transaction.execute(
                "INSERT INTO appointment VALUES (?, ?, ?, ?) ON CONFLICT (slot) DO NOTHING",
                params![id, booking.slot, booking.request_id, resource.to_string()],
            )?;
            if booked == 0 {
                return Err(Refusal::Taken);
            }
            transaction.commit()?;
            Ok(Appointment { id, resource })
        })
        .await
    }

    /// The appointment with this id.
    ///
    /// # Errors
    ///
    /// If the database has failed.
    pub async fn appointment(&self, id: String) -> rusqlite::Result<Option<Appointment>> {
        self.run(move |connection| {
            let mut query = connection.prepare_cached("SELECT resource FROM appointment WHERE id = ?")?;
            let found: Option<String> = query.query_row([&id], |row| row.get(0)).optional()?;
            let appointment = |resource: String| {
                let resource = serde_json::from_str(&resource);
                resource.map(|resource| Appointment { id, resource })
            };
            found.map(appointment).transpose().map_err(|error| {
                rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, error.into())
            })
        })
        .await
    }

    /// The free slots, in the order of time.
    ///
    /// # Errors
    ///
    /// If the database has failed.
    pub async fn free_slots(&self) -> rusqlite::Result<Vec<Slot>> {
        self.run(|connection| {
            let free = "SELECT id, start FROM slot WHERE id NOT IN (SELECT slot FROM appointment) ORDER BY start";
            let mut query = connection.prepare_cached(free)?;
            let slots = query.query_map([], |row| {
                Ok(Slot {
                    id: row.get(0)?,
                    start: row.get(1)?,
                })
            })?;
            slots.collect()
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn booking(slot: &str, request_id: &str) -> Booking {
        Booking {
            slot: slot.into(),
            request_id: request_id.into(),
            resource: serde_json::json!({ "resourceType": "Appointment" }),
        }
    }

    #[tokio::test]
    async fn a_slot_is_booked_once_and_a_request_is_carried_out_once() {
        let database = Database::in_memory().unwrap();
        let booked = database.book(booking("slot-3", "a")).await.unwrap();
        assert_eq!(booked.id, "appointment-of-slot-3");
        assert!(matches!(
            database.book(booking("slot-3", "b")).await,
            Err(Refusal::Taken)
        ));
        assert!(matches!(
            database.book(booking("slot-4", "a")).await,
            Err(Refusal::Repeated)
        ));
        assert!(matches!(
            database.book(booking("slot-99", "c")).await,
            Err(Refusal::Unknown)
        ));
        let free = database.free_slots().await.unwrap();
        assert_eq!((free.len(), free[0].start.as_str()), (17, "2030-01-07T09:00:00Z"));
        let appointment = database.appointment(booked.id).await.unwrap().unwrap();
        assert_eq!(appointment.resource["start"], "2030-01-07T09:20:00Z");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn servers_that_share_a_database_book_a_slot_once_too() {
        let file = std::env::temp_dir().join(format!("api-server-slots-{}.sqlite", std::process::id()));
        let servers = [(); 4].map(|()| Database::open(&file).unwrap());
        let attempts: Vec<_> = (0..40)
            .map(|attempt| {
                let server = servers[attempt % 4].clone();
                tokio::spawn(async move { server.book(booking("slot-1", &attempt.to_string())).await })
            })
            .collect();
        let mut booked = 0;
        for attempt in attempts {
            match attempt.await.unwrap() {
                Ok(_) => booked += 1,
                Err(refusal) => assert!(matches!(refusal, Refusal::Taken), "{refusal:?}"),
            }
        }
        drop(servers);
        std::fs::remove_file(file).unwrap();
        assert_eq!(booked, 1);
    }
}
