//! 学籍档案包 on its way (第十六条): whatever is touched, added, left out or made to look like a package is refused, each with its own words.

use crate::support::packages::{FIRST, arrived, made, moved, world};
use crate::support::*;
use domain::package::{MANIFEST, Manifest, Problem, RECORD};
use proptest::prelude::*;
use registry::package::{open_zip, package_key, unseal_package, write_zip};
use std::collections::BTreeMap;
use std::io::{Cursor, Write};

/// The files of a package, by name.
type Files = BTreeMap<String, Vec<u8>>;

#[tokio::test(flavor = "multi_thread")]
async fn article_16_whatever_was_touched_on_the_way_is_refused() {
    let world = world().await;
    let (_, case) = moved(&world).await;
    let (_, bytes, phrase) = made(&world, case).await;
    let own = registrar(FIRST);
    let receive = async |bytes: &[u8], phrase: &str| {
        codes(world.registry.packages().receive_package(&own, arrived(bytes, phrase, "")).await)
    };
    assert_eq!(receive(&bytes, "AAAA-AAAA").await, ["passphrase"]);
    assert_eq!(
        receive(b"not a package at all, but long enough to be one", &phrase).await,
        ["package_unreadable"]
    );
    let mut cut = bytes.clone();
    cut.truncate(cut.len() - 1);
    assert_eq!(receive(&cut, &phrase).await, ["passphrase"]);

    let zip = unseal_package(&bytes, &phrase).unwrap();
    let today = day("2027-09-30");
    let good = open_zip(&zip, today).unwrap();
    let problem = |zip: Vec<u8>| open_zip(&zip, today).err();
    let with = |change: &dyn Fn(&mut Files)| {
        let mut files = good.files.clone();
        change(&mut files);
        problem(write_zip(&good.manifest, &files).unwrap())
    };
    assert_eq!(with(&|_| {}), None);
    assert_eq!(with(&|files| files.get_mut(RECORD).unwrap()[10] ^= 1), Some(Problem::Hash));
    assert_eq!(with(&|files| files.get_mut(RECORD).unwrap().push(b' ')), Some(Problem::Length));
    assert_eq!(with(&|files| drop(files.remove("archive.pdf"))), Some(Problem::Missing));
    assert_eq!(with(&|files| drop(files.insert("extra.txt".into(), vec![]))), Some(Problem::Extra));
    assert_eq!(with(&|files| drop(files.insert("../../etc/passwd".into(), vec![]))), Some(Problem::Name));
    assert_eq!(with(&|files| drop(files.insert("/abs".into(), vec![]))), Some(Problem::Name));
    let resigned = |change: &dyn Fn(&mut Manifest)| {
        let mut manifest = good.manifest.clone();
        change(&mut manifest);
        problem(write_zip(&manifest, &good.files).unwrap())
    };
    assert_eq!(resigned(&|manifest| manifest.number.push('1')), Some(Problem::Signature));
    assert_eq!(resigned(&|manifest| manifest.basis.to.name.push('1')), Some(Problem::Signature));
    assert_eq!(resigned(&|manifest| manifest.version = 2), Some(Problem::Version));
    assert_eq!(resigned(&|manifest| manifest.signature = "0".repeat(128)), Some(Problem::Signature));
    assert_eq!(resigned(&|manifest| manifest.key = "0".repeat(64)), Some(Problem::Signature));

    // Raw ZIPs that no package is.
    let raw = |entries: &[(&str, Vec<u8>, zip_method::Method)]| zip_method::write(entries);
    let head = good.manifest.to_bytes();
    let bomb = raw(&[
        (MANIFEST, head.clone(), zip_method::Method::Stored),
        ("record.json", vec![0; 1 << 20], zip_method::Method::Deflated),
    ]);
    assert_eq!(problem(bomb), Some(Problem::Compressed));
    let many: Vec<_> = (0..600).map(|n| (format!("f{n}"), vec![], zip_method::Method::Stored)).collect();
    let many: Vec<_> = many
        .iter()
        .map(|(name, bytes, method): &(String, Vec<u8>, _)| (name.as_str(), bytes.clone(), *method))
        .collect();
    assert_eq!(problem(raw(&many)), Some(Problem::TooMany));
    let mut twice = raw(&[
        (MANIFEST, head, zip_method::Method::Stored),
        ("record.jsoa", vec![1], zip_method::Method::Stored),
        ("record.jsob", vec![2], zip_method::Method::Stored),
    ]);
    for at in 0..twice.len() - 11 {
        if &twice[at..at + 11] == b"record.jsob" {
            twice[at + 10] = b'a';
        }
    }
    assert_eq!(problem(twice), Some(Problem::Duplicate));
    let mut commented = zip.clone();
    commented.extend(b"tail");
    assert_eq!(problem(commented), Some(Problem::NotAPackage));
}

/// ZIPs as others write them.
mod zip_method {
    use super::*;

    #[derive(Clone, Copy)]
    pub(super) enum Method {
        Stored,
        Deflated,
    }

    pub(super) fn write(entries: &[(&str, Vec<u8>, Method)]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes, method) in entries {
            let method = match method {
                Method::Stored => zip::CompressionMethod::Stored,
                Method::Deflated => zip::CompressionMethod::Deflated,
            };
            let options = zip::write::SimpleFileOptions::default().compression_method(method);
            writer.start_file(*name, options).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_16_no_byte_of_a_package_can_be_flipped_unseen() {
    let world = world().await;
    let (_, case) = moved(&world).await;
    let (_, bytes, phrase) = made(&world, case).await;
    let zip = unseal_package(&bytes, &phrase).unwrap();
    let today = day("2027-09-30");
    let good = open_zip(&zip, today).unwrap();
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(200));
    let flips = (any::<prop::sample::Index>(), 1_u8..);
    let tested = runner.run(&flips, |(at, flip)| {
        let mut altered = zip.clone();
        let at = at.index(altered.len());
        altered[at] ^= flip;
        // A byte of the ZIP's own that says nothing (a time stamp, an attribute) may differ; what is read never does.
        if let Ok(read) = open_zip(&altered, today) {
            prop_assert!(
                read.manifest == good.manifest && read.record == good.record && read.files == good.files
            );
        }
        Ok(())
    });
    tested.unwrap();
    // Sealed, there is no such byte; each try derives a key, so there are fewer.
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(12));
    let tested = runner.run(&(any::<prop::sample::Index>(), 1_u8..), |(at, flip)| {
        let mut altered = bytes.clone();
        let at = at.index(altered.len());
        altered[at] ^= flip;
        prop_assert!(unseal_package(&altered, &phrase).is_err());
        Ok(())
    });
    tested.unwrap();
    assert_eq!(good.manifest.key, package_key(&*world.registry.vault));
}
