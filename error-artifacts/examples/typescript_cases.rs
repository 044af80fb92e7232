//! Writes what the tests in `tests/typescript/` need, into a folder:
//!
//! - the TypeScript module of each compiled catalog in it, the files `*.index` and `*.text` that tests recorded;
//! - `examples.json`: of each catalog that is named, the example of every entry as a server sends it.

use std::path::Path;
use std::{env, fs, io};

use error_artifacts::{Api, typescript};
use error_catalog::{Source, compile};
use error_client::{Issue, ReceivedResponse};
use error_runtime::{Data, Respond as _};
use serde_json::{Map, Value, json};

fn main() -> io::Result<()> {
    let mut arguments = env::args().skip(1);
    let folder = arguments.next().unwrap_or_else(|| ".".to_owned());
    let folder = Path::new(&folder);
    typescript::runtime().write(folder)?;
    let mut count = 0;
    for file in fs::read_dir(folder)? {
        let path = file?.path();
        if path.extension().is_none_or(|extension| extension != "index") {
            continue;
        }
        let index = fs::read(&path)?;
        let text = fs::read_to_string(path.with_extension("text"))?;
        let data = Data::new(index.leak(), text.leak());
        let name = path.with_extension("ts");
        if let Some(name) = name.file_name() {
            fs::write(folder.join("src").join(name), typescript::source(data))?;
            count += 1;
        }
    }
    let mut examples = Map::new();
    for path in arguments {
        let text = fs::read_to_string(&path)?;
        let name = Path::new(&path)
            .file_stem()
            .and_then(|name| name.to_str())
            .unwrap_or(&path);
        let api = Api::new(compile(&Source::new(path.as_str(), text)).catalog);
        examples.insert(name.to_owned(), all(&api));
    }
    println!("{count} modules, examples of {} catalogs", examples.len());
    fs::write(folder.join("examples.json"), format!("{:#}\n", Value::Object(examples)))
}

/// The example of each entry: its response, the method of its request, and the entries that the client in Rust finds.
fn all(api: &Api) -> Value {
    let examples = api.entries().map(|(entry, _)| {
        let response = Api::example(entry).response();
        let headers: Vec<[&str; 2]> = response
            .headers
            .iter()
            .map(|header| [header.name.as_ref(), header.value.as_ref()])
            .collect();
        let (body, method) = (
            response.body.as_deref().unwrap_or(""),
            entry.methods().get(0).unwrap_or("GET"),
        );
        let given: Vec<(&str, &str)> = headers.iter().map(|[name, value]| (*name, *value)).collect();
        let received = ReceivedResponse::new(response.status, &given, body.as_bytes()).to(method, "");
        let decoded = error_client::decode(api.data(), received);
        let candidates = decoded.issues().flat_map(Issue::candidates).map(|entry| entry.name());
        json!({
            "entry": entry.name(),
            "candidates": candidates.collect::<Vec<_>>(),
            "response": {
                "status": response.status,
                "headers": headers,
                "body": body,
                "method": method,
            },
        })
    });
    examples.collect()
}
