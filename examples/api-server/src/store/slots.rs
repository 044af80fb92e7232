//! The slots of a service, and who has booked them.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard};

use serde_json::Value;

use super::StoreError;

/// A time that can be booked, once.
#[derive(Clone, Debug)]
pub struct Slot {
    /// Its id.
    pub id: String,
    /// When it begins; it lasts ten minutes.
    pub start: String,
    /// Who has it.
    pub appointment: Option<Appointment>,
}

/// A booked slot.
#[derive(Clone, Debug)]
pub struct Appointment {
    /// Its id.
    pub id: String,
    /// The id of the request that made it.
    pub request_id: String,
    /// The resource.
    pub resource: Value,
}

/// What is to be booked.
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
    /// There is no such slot.
    Unknown,
    /// Somebody has it.
    Taken,
    /// The same request has been carried out before.
    Repeated,
    /// The store has failed.
    Store(StoreError),
}

/// All slots. Booking is atomic: of any number of bookings of one slot at the same time, one succeeds.
#[derive(Debug)]
pub struct Slots(Mutex<BTreeMap<String, Slot>>);

impl Slots {
    /// Eighteen free slots, from 9 to 12 o'clock of one day.
    pub fn sample() -> Self {
        let slots = (1..=18_u32).map(|number| {
            let minutes = 9 * 60 + (number - 1) * 10;
            let slot = Slot {
                id: format!("slot-{number}"),
                start: format!("2030-01-07T{:02}:{:02}:00Z", minutes / 60, minutes % 60),
                appointment: None,
            };
            (slot.id.clone(), slot)
        });
        Self(Mutex::new(slots.collect()))
    }

    /// Books a slot.
    ///
    /// # Errors
    ///
    /// If that is not possible; nothing is booked then.
    pub fn book(&self, booking: Booking) -> Result<Appointment, Refusal> {
        let mut slots = self.lock().map_err(Refusal::Store)?;
        let made_before = slots.values().filter_map(|slot| slot.appointment.as_ref());
        if made_before
            .into_iter()
            .any(|made| made.request_id == booking.request_id)
        {
            return Err(Refusal::Repeated);
        }
        let slot = slots.get_mut(&booking.slot).ok_or(Refusal::Unknown)?;
        if slot.appointment.is_some() {
            return Err(Refusal::Taken);
        }
        let id = format!("appointment-of-{}", slot.id);
        let mut resource = booking.resource;
        if let Some(members) = resource.as_object_mut() {
            members.insert("id".into(), id.clone().into());
            members.insert("start".into(), slot.start.clone().into());
        }
        let appointment = Appointment {
            id,
            request_id: booking.request_id,
            resource,
        };
        slot.appointment = Some(appointment.clone());
        Ok(appointment)
    }

    /// The appointment with this id.
    ///
    /// # Errors
    ///
    /// If the store has failed.
    pub fn appointment(&self, id: &str) -> Result<Option<Appointment>, StoreError> {
        let slots = self.lock()?;
        let mut appointments = slots.values().filter_map(|slot| slot.appointment.as_ref());
        Ok(appointments.find(|appointment| appointment.id == id).cloned())
    }

    /// The slots that nobody has.
    ///
    /// # Errors
    ///
    /// If the store has failed.
    pub fn free(&self) -> Result<Vec<Slot>, StoreError> {
        let slots = self.lock()?;
        let mut free: Vec<Slot> = slots
            .values()
            .filter(|slot| slot.appointment.is_none())
            .cloned()
            .collect();
        free.sort_by(|one, other| one.start.cmp(&other.start));
        Ok(free)
    }

    fn lock(&self) -> Result<MutexGuard<'_, BTreeMap<String, Slot>>, StoreError> {
        self.0.lock().map_err(|_| StoreError::Poisoned)
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

    #[test]
    fn a_slot_is_booked_once_and_a_request_is_carried_out_once() {
        let slots = Slots::sample();
        assert_eq!(slots.book(booking("slot-3", "a")).unwrap().id, "appointment-of-slot-3");
        assert!(matches!(slots.book(booking("slot-3", "b")), Err(Refusal::Taken)));
        assert!(matches!(slots.book(booking("slot-4", "a")), Err(Refusal::Repeated)));
        assert!(matches!(slots.book(booking("slot-99", "c")), Err(Refusal::Unknown)));
        assert_eq!(slots.free().unwrap().len(), 17);
        let appointment = slots.appointment("appointment-of-slot-3").unwrap().unwrap();
        assert_eq!(appointment.resource["start"], "2030-01-07T09:20:00Z");
    }
}
