//! Prints the names of patients: `clinic-client http://127.0.0.1:3000 p-17 p-18`.

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let Some(base) = arguments.next() else {
        return eprintln!("expected the address of the server and ids of patients");
    };
    for id in arguments {
        match clinic_client::patient(&base, &id).await {
            Ok(name) => println!("{id}: {name}"),
            Err(error) => println!("{id}: {}", clinic_client::explain(&error)),
        }
    }
}
