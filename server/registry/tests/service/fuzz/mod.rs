//! Whatever comes in from outside, damaged (第二十五条): identity numbers, workbooks, archive packages, uploads. Each target runs two seconds with
//! every test run, as long as one likes with `make fuzz SECONDS=600`. What once failed lies in `corpus/<target>` and is tried first.
//!
//! There is no guidance by coverage (that needs a nightly compiler): the damage is made inside of the formats instead, behind their
//! unpacking and their checksums, where random bytes never come.

mod mutate;

use crate::import::{filled, good};
use crate::support::packages::{made, moved, world};
use crate::support::*;
use domain::form::{Field, TEMPLATE_VERSION, validate};
use domain::ident::{Document, DocumentKind, PersonName, ResidentId, StudentNumber};
use domain::package::{MANIFEST, RECORD};
use domain::print::PrintKind;
use mutate::Damage;
use registry::blob::{Limits, inspect};
use registry::clock::Clock;
use registry::error::Error;
use registry::import::Upload;
use registry::package::{open_zip, sign_package, unseal_package, write_zip};
use registry::printout::AskedPrint;
use sha2::{Digest, Sha256};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// What one input may take, in a build that is not optimised and on a machine that has other things to do.
const SLOW: Duration = Duration::from_secs(60);

fn seconds() -> u64 {
    std::env::var("XUEJI_FUZZ_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(2)
}

/// The seed of this run: another one every time, unless one is given to see the same again.
fn seed() -> u64 {
    let given = std::env::var("XUEJI_FUZZ_SEED").ok().and_then(|text| text.parse().ok());
    given.unwrap_or_else(|| Clock::system().now().timestamp_micros().unsigned_abs())
}

/// Damages and tries until the time is up. A panic, an answer that should not be or one that does not come is a finding: its input
/// is kept, to be put into the corpus.
fn fuzz(
    target: &str,
    mut damage: impl FnMut(&mut Damage) -> Vec<u8>,
    mut answer: impl FnMut(&[u8]) -> Result<bool, String>,
) {
    let seed = seed();
    let mut source = Damage(seed);
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/service/fuzz/corpus").join(target);
    let mut kept: Vec<PathBuf> =
        std::fs::read_dir(&corpus).into_iter().flatten().map(|entry| entry.unwrap().path()).collect();
    kept.sort();
    let mut kept = kept.into_iter().map(|path| std::fs::read(path).unwrap());
    let (began, lasts) = (Instant::now(), Duration::from_secs(seconds()));
    let (mut tried, mut taken) = (0_u64, 0_u64);
    loop {
        let input = match kept.next() {
            Some(input) => input,
            None if began.elapsed() > lasts => break,
            None => damage(&mut source),
        };
        let at = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| answer(&input)));
        let wrong = match outcome {
            Err(_) => Some("it fell".to_owned()),
            Ok(Err(wrong)) => Some(wrong),
            Ok(Ok(_)) if at.elapsed() > SLOW => Some(format!("it took {:?}", at.elapsed())),
            Ok(Ok(accepted)) => {
                taken += u64::from(accepted);
                None
            }
        };
        tried += 1;
        if let Some(wrong) = wrong {
            let name: String = Sha256::digest(&input)[..8].iter().map(|byte| format!("{byte:02x}")).collect();
            let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{target}-{name}"));
            std::fs::write(&path, &input).unwrap();
            panic!("{target}, seed {seed}, input {tried}, kept as {}: {wrong}", path.display());
        }
    }
    println!("{target}: {tried} inputs, {taken} of them taken, seed {seed}");
    assert!(tried > 0);
}

/// A failure of the store or a thread that fell is never an answer to a file.
fn refused_or_taken<T>(outcome: Result<T, Error>) -> Result<bool, String> {
    match outcome {
        Ok(_) => Ok(true),
        Err(Error::Refused(refusals)) if refusals.iter().all(|one| !one.what.is_empty()) => Ok(false),
        Err(other) => Err(format!("answered {other}")),
    }
}

#[test]
fn fuzz_identity_numbers_read_the_same_again_or_not_at_all() {
    let raw = raw(1);
    let mut samples: Vec<Vec<u8>> =
        ["11010519491231002X", "G110105194912310023", "阿卜杜拉·买买提", "H12345678", "E12345678"]
            .map(|text| text.as_bytes().to_vec())
            .to_vec();
    samples.extend(
        [Field::IdNumber, Field::Name, Field::Member1IdNumber].map(|field| raw[&field].clone().into_bytes()),
    );
    let context = form_context();
    fuzz(
        "identity",
        |damage| damage.bytes(&samples),
        |input| {
            let text = String::from_utf8_lossy(input);
            let mut taken = false;
            if let Ok(id) = ResidentId::parse(&text) {
                taken = true;
                let again = ResidentId::parse(id.as_str());
                if again != Ok(id.clone()) || id.masked().contains(&id.as_str()[6..14]) {
                    return Err(format!("{text:?} becomes {:?}", id.as_str()));
                }
            }
            if let Ok(number) = text.parse::<StudentNumber>() {
                taken = true;
                if number.as_str().parse() != Ok(number.clone()) || number.masked().len() < 4 {
                    return Err(format!("{text:?} becomes {:?}", number.as_str()));
                }
            }
            if let Ok(name) = PersonName::parse(&text) {
                taken = true;
                if PersonName::parse(name.as_str()) != Ok(name.clone())
                    || name.as_str().chars().any(char::is_control)
                {
                    return Err(format!("{text:?} becomes {:?}", name.as_str()));
                }
            }
            for kind in DocumentKind::ALL {
                if let Ok(document) = Document::parse(*kind, &text) {
                    let number = document.number().unwrap_or_default();
                    taken |= !number.is_empty();
                    if Document::parse(*kind, number).as_ref() != Ok(&document) {
                        return Err(format!("{kind:?} {text:?} becomes {number:?}"));
                    }
                }
            }
            // The whole form with this text in some of its items: refused by item, never by falling.
            let from = input.iter().map(|byte| usize::from(*byte)).sum::<usize>() % Field::ALL.len();
            let some = Field::ALL.iter().cycle().skip(from).take(4);
            for field in some.filter(|field| field.is_importable()) {
                let mut form = raw.clone();
                form.insert(*field, text.clone().into_owned());
                if let Ok(info) = validate(&form, &context)
                    && !info.strange(context.today).is_empty()
                {
                    return Err(format!("{text:?} is kept as {} and then found strange", field.label()));
                }
            }
            Ok(taken)
        },
    );
}

#[test]
fn fuzz_workbooks_are_taken_or_refused() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let samples =
        vec![filled(TEMPLATE_VERSION, &[good(1), good(2)]), filled(TEMPLATE_VERSION, &[None, good(3)])];
    let mut world = runtime.block_on(World::in_memory());
    let mut taken = 0;
    fuzz(
        "workbook",
        |damage| if damage.below(4) == 0 { damage.bytes(&samples) } else { damage.packed(&samples) },
        |input| {
            let upload = Upload {
                file: "一年级1班.xlsx".into(),
                bytes: input.to_vec(),
                entry_date: day("2026-09-01"),
            };
            let outcome = runtime.block_on(world.registry.imports().start_import(&registrar(SCHOOL), upload));
            if outcome.is_ok() {
                taken += 1;
                // What was taken is checked row by row, as the background does, whatever the cells hold.
                runtime
                    .block_on(world.registry.imports().drain_imports())
                    .map_err(|error| error.to_string())?;
            }
            if taken == 40 {
                (world, taken) = (runtime.block_on(World::in_memory()), 0);
            }
            refused_or_taken(outcome)
        },
    );
}

#[test]
fn fuzz_files_of_parquet_are_taken_or_refused() {
    use parquet::basic::{Compression, GzipLevel, ZstdLevel};
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let codecs = [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::GZIP(GzipLevel::default()),
        Compression::ZSTD(ZstdLevel::default()),
    ];
    let seeds = crate::take_over::seeds(3);
    let samples: Vec<Vec<u8>> =
        codecs.into_iter().map(|codec| crate::take_over_parquet::sample(&seeds, codec)).collect();
    let mut world = runtime.block_on(World::in_memory());
    let mut taken = 0;
    fuzz(
        "parquet",
        |damage| damage.bytes(&samples),
        |input| {
            let path = world.dir.path().join("damaged.parquet");
            std::fs::write(&path, input).map_err(|error| error.to_string())?;
            let outcome = runtime.block_on(world.begun(path));
            taken += u32::from(outcome.is_ok());
            if taken == 40 {
                (world, taken) = (runtime.block_on(World::in_memory()), 0);
            }
            refused_or_taken(outcome)
        },
    );
}

#[test]
fn fuzz_packages_are_read_whole_or_refused() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (zip, world) = runtime.block_on(async {
        let world = world().await;
        let (_, case) = moved(&world).await;
        let (_, bytes, phrase) = made(&world, case).await;
        (unseal_package(&bytes, &phrase).unwrap(), world)
    });
    let today = day("2027-09-30");
    let good = open_zip(&zip, today).unwrap();
    let records = [good.files[RECORD].clone()];
    let samples = [zip];
    // Half of them come from somebody who owns a key and signs nonsense.
    let forged = |damage: &mut Damage| {
        let mut files = good.files.clone();
        files.insert(RECORD.into(), damage.bytes(&records));
        let manifest = sign_package(&*world.registry.vault, good.manifest.clone(), &files);
        write_zip(&manifest, &files).unwrap_or_default()
    };
    fuzz(
        "package",
        |damage| match damage.below(4) {
            0 => damage.bytes(&samples),
            1 => damage.packed(&samples),
            _ => forged(damage),
        },
        |input| match open_zip(input, today) {
            Ok(opened) => {
                assert!(opened.files.contains_key(RECORD) && !opened.files.contains_key(MANIFEST));
                assert!(opened.record.info.strange(today).is_empty());
                Ok(true)
            }
            Err(_) => Ok(false),
        },
    );
}

/// A picture of each kind, and a PDF as the system itself prints it.
fn uploads() -> Vec<Vec<u8>> {
    let mut jpeg = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_fn(48, 32, |x, y| image::Rgb([x as u8 * 5, y as u8 * 7, 90]));
    picture.write_to(&mut jpeg, image::ImageFormat::Jpeg).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let pdf = runtime.block_on(async {
        let world = World::in_memory().await;
        let person = world.pupil(SCHOOL, 1).await;
        let asked =
            AskedPrint::Pupil { kind: PrintKind::RegisterCard, person, reason: "材料存档".into() };
        let id = world.registry.prints().print_form(&registrar(SCHOOL), &asked).await.unwrap();
        world.registry.prints().print_pdf(&registrar(SCHOOL), id).await.unwrap()
    });
    vec![png(), jpeg.into_inner(), pdf]
}

#[test]
fn fuzz_uploads_are_made_anew_or_refused() {
    let limits = Limits::default();
    let samples = uploads();
    assert!(samples.iter().all(|sample| inspect(sample, "", &limits).is_ok()));
    fuzz(
        "upload",
        |damage| damage.bytes(&samples),
        |input| match inspect(input, "照片.jpg", &limits) {
            Ok(clean) => {
                // What was made is a file of its own kind that is made anew once more without complaint.
                let again = inspect(&clean.bytes, "再次", &Limits { bytes: usize::MAX, ..limits.clone() });
                again
                    .map(|_| true)
                    .map_err(|problem| format!("its own file is refused: {}", problem.message()))
            }
            Err(problem) if problem.message().is_empty() => Err("refused without a word".into()),
            Err(_) => Ok(false),
        },
    );
}
