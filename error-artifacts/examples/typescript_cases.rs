//! Writes the TypeScript module of each compiled catalog in a folder: the files `*.index` and `*.text` that tests recorded.

use std::path::Path;
use std::{env, fs, io};

use error_artifacts::typescript;
use error_runtime::Data;

fn main() -> io::Result<()> {
    let folder = env::args().nth(1).unwrap_or_else(|| ".".to_owned());
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
    println!("{count} modules");
    Ok(())
}
