// Uses of the catalog, none of which is an error.

use error_runtime::{CatalogError, Error};

#[derive(Debug, CatalogError)]
#[catalog(Clinic)]
enum Failure {
    #[code(PatientNotFound)]
    NoPatient,
    #[code(SlotTaken)]
    Taken {
        #[param]
        slot: String,
    },
    #[code(WardFull)]
    Full {
        #[param(waiting)]
        patients: u32,
        #[param]
        ward: Option<String>,
        #[param(seconds)]
        wait: u64,
    },
    #[code(Closed)]
    Closed,
}

const _: () = assert!(Clinic::Closed.status() == 503);

fn is_of_a_slot(entry: Clinic) -> bool {
    use Clinic::*;
    match entry {
        SlotTaken => true,
        PatientNotFound | WardFull | Closed => false,
    }
}

fn main() {
    let taken: Error<Clinic> = clinic::SlotTaken { slot: "09:30" }.into();
    let full = clinic::WardFull {
        waiting: 3,
        ward: None,
        seconds: 60,
    };
    for error in [taken, full.into(), clinic::Closed.error(), Failure::NoPatient.into()] {
        println!("{} {}", is_of_a_slot(error.entry()), error.entry().category() == Some(clinic::Category::Rooms));
    }
    let failures = [
        Failure::Taken { slot: String::new() },
        Failure::Full { patients: 3, ward: None, wait: 60 },
        Failure::Closed,
    ];
    println!("{failures:?} {:?}", "CLOSED".parse::<Clinic>().ok());
}
