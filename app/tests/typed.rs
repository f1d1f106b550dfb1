//! Read from the source: the forms that say how a draft stands (`DraftState`) are those whose names the server keeps, and no others.

use app::api::typed::FOLLOWED;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn read(directory: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(fs::read_to_string(&path).unwrap());
        }
    }
}

/// The first words of the names of followed forms, as pages write them: given to `DraftState`, or to the frame of a step as `draft`.
fn written() -> BTreeSet<String> {
    let mut sources = Vec::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/pages"), &mut sources);
    let mut found = BTreeSet::new();
    for source in sources {
        for begins in ["<DraftState form=\"", "<DraftState form=format!(\"", " draft=format!(\"", " draft=\""]
        {
            for (_, rest) in source.match_indices(begins).map(|(at, _)| source[at..].split_at(begins.len())) {
                found.insert(rest.split(['/', '"']).next().unwrap().to_owned());
            }
        }
        // A name that is chosen before it is given: the texts up to the component.
        if source.contains("<DraftState form/>") {
            let chosen = source.split("let draft = anew.then(").nth(1).expect("where it is chosen");
            let chosen = chosen.split("let draft =").next().unwrap();
            let texts = chosen.split('"').skip(1).step_by(2);
            found.extend(texts.map(|text| text.split('/').next().unwrap().to_owned()));
        }
    }
    found
}

#[test]
fn the_server_keeps_the_forms_that_are_followed_and_no_others() {
    let followed: BTreeSet<String> = FOLLOWED.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(followed.len(), FOLLOWED.len());
    assert_eq!(written(), followed);
}
