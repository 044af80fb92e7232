//! `docs/getting-started.md` shows the files of the two packages and the output of the programs.

use std::process::Command;

use tokio::net::TcpListener;

const PAGE: &str = include_str!("../../../../docs/getting-started.md");

/// Asserts that the page has a block in a language.
#[track_caller]
fn shows(language: &str, block: &str) {
    let block = format!("\n```{language}\n{}\n```\n", block.trim_end());
    assert!(PAGE.contains(&block), "the page should have this block:{block}");
}

/// Returns a manifest as a user writes it: with versions instead of paths, and without `publish = false`.
fn as_published(manifest: &str) -> String {
    let lines = manifest.lines().filter(|line| *line != "publish = false");
    let lines = lines.map(
        |line| match (line.find("path = \"../../../"), line.find("\", features")) {
            (Some(start), Some(end)) => format!("{}{}", &line[..start], &line[end + 3..]),
            (Some(start), None) => format!("{} }}", line[..start].trim_end_matches(", ")),
            _ => line.to_owned(),
        },
    );
    lines
        .collect::<Vec<_>>()
        .join("\n")
        .replace("version = \"=0.1.0\"", "version = \"0.1\"")
}

#[test]
fn the_page_shows_the_manifests_of_both_packages() {
    shows("toml", &as_published(include_str!("../../clinic-server/Cargo.toml")));
    shows("toml", &as_published(include_str!("../Cargo.toml")));
}

#[test]
fn the_page_shows_the_files_of_both_packages() {
    let catalog = include_str!("../../clinic-server/catalogs/clinic.json");
    assert_eq!(
        catalog,
        include_str!("../catalogs/clinic.json"),
        "the client has the catalog of the server"
    );
    shows("json", catalog);
    shows("rust", include_str!("../../clinic-server/src/lib.rs"));
    shows("rust", include_str!("../../clinic-server/src/main.rs"));
    shows("rust", include_str!("../../clinic-server/tests/patients.rs"));
    shows("rust", include_str!("../src/lib.rs"));
    shows("rust", include_str!("../src/main.rs"));
    shows("rust", include_str!("retries.rs"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_shows_the_output_of_the_server_and_of_the_client() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, clinic_server::app(0)).await });
    let request = reqwest::Client::new().get(format!("{base}/patients/p-18"));
    let response = request.header("X-Request-Id", "r-1").send().await.unwrap();
    shows("text", &response.text().await.unwrap());

    let client = env!("CARGO_BIN_EXE_clinic-client");
    let output = Command::new(client).args([&base, "p-17", "p-18"]).output().unwrap();
    shows("text", &String::from_utf8(output.stdout).unwrap());
}

#[test]
fn the_versions_of_the_page_are_those_of_the_manifests() {
    let manifests = [
        include_str!("../../../../error-runtime/Cargo.toml"),
        include_str!("../../../../error-client/Cargo.toml"),
        include_str!("../../clinic-server/Cargo.toml"),
    ];
    let table = PAGE.split("| crate | version |").nth(1).unwrap();
    let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    let mut count = 0;
    for row in rows {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let (name, version) = (cells[1].trim_matches('`'), cells[2]);
        let start = format!("\n{name} = ");
        let found = manifests.iter().flat_map(|manifest| manifest.split(&start).skip(1));
        let found: Vec<&str> = found.filter_map(|rest| rest.lines().next()).collect();
        let agrees = |line: &&str| line.contains(&format!("\"{version}")) || line.contains(&format!("\"{version}."));
        assert!(found.iter().any(agrees), "{name} {version}: {found:?}");
        count += 1;
    }
    assert!(count > 0);
}
