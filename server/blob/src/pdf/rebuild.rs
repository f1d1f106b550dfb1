//! A new document of the pages, and of what the pages need to be shown.

use super::objects::{Scanned, VALUES};
use crate::file::Limits;
use crate::problem::Problem;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};
use std::collections::{BTreeMap, BTreeSet};

/// What a page keeps. All else goes: actions, thumbnails, metadata, attachments, private data of programs.
const PAGE: [&[u8]; 5] = [b"Contents", b"Group", b"UserUnit", b"BleedBox", b"TrimBox"];
/// What a page has from the nodes above it if it does not have it itself.
const INHERITED: [&[u8]; 4] = [b"Resources", b"MediaBox", b"CropBox", b"Rotate"];
/// Annotations that are only ink on the page. Seals and stamps are among them.
const DRAWN: [&[u8]; 15] = [
    b"Stamp",
    b"Widget",
    b"FreeText",
    b"Ink",
    b"Line",
    b"Square",
    b"Circle",
    b"Polygon",
    b"PolyLine",
    b"Highlight",
    b"Underline",
    b"StrikeOut",
    b"Squiggly",
    b"Caret",
    b"Watermark",
];
/// What an annotation keeps.
const ANNOTATION: [&[u8]; 22] = [
    b"Rect",
    b"AP",
    b"AS",
    b"F",
    b"C",
    b"CA",
    b"ca",
    b"IC",
    b"BS",
    b"BE",
    b"Border",
    b"Contents",
    b"QuadPoints",
    b"InkList",
    b"L",
    b"LE",
    b"Vertices",
    b"DA",
    b"Q",
    b"RD",
    b"Rotate",
    b"OC",
];
/// Actions (12.6.4): dictionaries with one of these under `S`.
const ACTIONS: [&[u8]; 20] = [
    b"JavaScript",
    b"Launch",
    b"GoTo",
    b"GoToR",
    b"GoToE",
    b"GoTo3DView",
    b"URI",
    b"SubmitForm",
    b"ResetForm",
    b"ImportData",
    b"Rendition",
    b"Movie",
    b"Sound",
    b"Named",
    b"SetOCGState",
    b"Thread",
    b"Hide",
    b"Trans",
    b"RichMediaExecute",
    b"GoToDp",
];
/// Dictionaries by type or subtype that are never needed to show a page, or lead back to the old page tree.
const UNWANTED: [&[u8]; 18] = [
    b"Action",
    b"Filespec",
    b"EmbeddedFile",
    b"Catalog",
    b"Pages",
    b"Page",
    b"Annot",
    b"Sig",
    b"Outlines",
    b"XRef",
    b"ObjStm",
    b"Metadata",
    b"RichMedia",
    b"3D",
    b"Movie",
    b"Sound",
    b"PS",
    b"StructTreeRoot",
];
/// Keys that go wherever they stand.
const KEYS: [&[u8]; 13] = [
    b"JavaScript",
    b"JS",
    b"OpenAction",
    b"AcroForm",
    b"XFA",
    b"EmbeddedFiles",
    b"Launch",
    b"RichMediaContent",
    b"RichMediaSettings",
    b"Metadata",
    b"PieceInfo",
    b"LastModified",
    b"StructParents",
];
/// Keys that go from streams: their data in other files, other documents shown in their place, attachments.
const STREAM_KEYS: [&[u8]; 7] = [b"F", b"FFilter", b"FDecodeParms", b"Ref", b"OPI", b"AF", b"Length"];

/// Filters that make much out of little.
const PACKING: [&[u8]; 3] = [b"FlateDecode", b"LZWDecode", b"RunLengthDecode"];

pub(super) fn rebuild(scanned: &Scanned, limits: &Limits) -> Result<(Document, usize), Problem> {
    let catalogue =
        scanned.root.and_then(|root| scanned.objects.get(&root)).and_then(|root| root.as_dict().ok());
    let catalogue = catalogue.ok_or(Problem::Damaged)?;
    let pages = pages(scanned, catalogue, limits)?;
    let mut copy = Copier {
        scanned,
        limits,
        numbers: BTreeMap::new(),
        queue: Vec::new(),
        new: BTreeMap::new(),
        last: 2,
        values_left: VALUES,
    };

    let mut kids = Vec::new();
    for page in &pages {
        let mut made = copy.chosen(page.own, &PAGE)?;
        for (key, value) in INHERITED.iter().zip(page.inherited) {
            if let Some(value) = value {
                made.set(*key, copy.copy(value)?);
            }
        }
        made.set("Type", "Page");
        made.set("Parent", Object::Reference((2, 0)));
        let drawn = copy.annotations(page.own)?;
        if !drawn.is_empty() {
            made.set("Annots", drawn);
        }
        kids.push(copy.place(made.into()));
    }
    let mut root = copy.chosen(catalogue, &[b"OCProperties", b"Lang"])?;
    root.set("Type", "Catalog");
    root.set("Pages", Object::Reference((2, 0)));
    let mut tree = Dictionary::new();
    tree.set("Type", "Pages");
    tree.set("Count", i64::try_from(pages.len()).unwrap_or(i64::MAX));
    tree.set("Kids", kids);
    copy.drain()?;

    let mut document = Document::with_version("1.7");
    document.objects = copy.new;
    document.objects.insert((1, 0), root.into());
    document.objects.insert((2, 0), tree.into());
    document.max_id = copy.last;
    document.trailer.set("Root", Object::Reference((1, 0)));
    Ok((document, pages.len()))
}

/// A page: its own dictionary, and what [`INHERITED`] has for it.
struct Page<'a> {
    own: &'a Dictionary,
    inherited: [Option<&'a Object>; INHERITED.len()],
}

/// The pages in order. Counted, not believed.
fn pages<'a>(
    scanned: &'a Scanned,
    catalogue: &'a Dictionary,
    limits: &Limits,
) -> Result<Vec<Page<'a>>, Problem> {
    let root = catalogue.get(b"Pages").map_err(|_| Problem::Damaged)?;
    let mut pages = Vec::new();
    let mut seen = BTreeSet::new();
    let mut waiting = vec![(root, [None; INHERITED.len()])];
    while let Some((object, mut inherited)) = waiting.pop() {
        if let Object::Reference((number, _)) = object
            && !seen.insert(*number)
        {
            continue; // a page tree that bites its tail
        }
        let Ok(own) = scanned.resolve(object).as_dict() else { continue };
        for (key, value) in INHERITED.iter().zip(&mut inherited) {
            *value = own.get(key).ok().or(*value);
        }
        if let Ok(kids) = own.get(b"Kids").map(|kids| scanned.resolve(kids)).and_then(Object::as_array) {
            if waiting.len() + kids.len() > limits.objects {
                return Err(Problem::TooComplex);
            }
            waiting.extend(kids.iter().rev().map(|kid| (kid, inherited)));
            continue;
        }
        pages.push(Page { own, inherited });
        if pages.len() > limits.pages {
            return Err(Problem::TooManyPages { limit: limits.pages });
        }
    }
    if pages.is_empty() { Err(Problem::Damaged) } else { Ok(pages) }
}

impl Scanned {
    /// What a reference leads to, over a few steps.
    fn resolve<'a>(&'a self, mut object: &'a Object) -> &'a Object {
        for _ in 0..8 {
            let Object::Reference((number, _)) = object else { return object };
            object = self.objects.get(number).unwrap_or(&Object::Null);
        }
        &Object::Null
    }
}

/// Copies objects that are needed, and gives them new numbers.
struct Copier<'a> {
    scanned: &'a Scanned,
    limits: &'a Limits,
    numbers: BTreeMap<u32, u32>,
    queue: Vec<u32>,
    new: BTreeMap<ObjectId, Object>,
    last: u32,
    /// How many more values may be copied: what is shared by all pages may be copied for each.
    values_left: usize,
}

impl Copier<'_> {
    fn place(&mut self, object: Object) -> Object {
        self.last += 1;
        self.new.insert((self.last, 0), object);
        Object::Reference((self.last, 0))
    }

    /// Copies whatever was referred to and is not copied yet.
    fn drain(&mut self) -> Result<(), Problem> {
        while let Some(old) = self.queue.pop() {
            let copied = match self.scanned.objects.get(&old) {
                Some(object) => self.copy(object)?,
                None => Object::Null,
            };
            self.new.insert((self.numbers[&old], 0), copied);
        }
        Ok(())
    }

    fn chosen(&mut self, from: &Dictionary, keys: &[&[u8]]) -> Result<Dictionary, Problem> {
        let mut chosen = Dictionary::new();
        for key in keys {
            if let Ok(value) = from.get(key) {
                chosen.set(*key, self.copy(value)?);
            }
        }
        Ok(chosen)
    }

    /// What is drawn on a page besides its contents. Form fields become stamps: they keep their looks and lose their life.
    fn annotations(&mut self, page: &Dictionary) -> Result<Vec<Object>, Problem> {
        let scanned = self.scanned;
        let Ok(all) = page.get(b"Annots").map(|all| scanned.resolve(all)).and_then(Object::as_array) else {
            return Ok(Vec::new());
        };
        let mut drawn = Vec::new();
        for annotation in all {
            let Ok(annotation) = scanned.resolve(annotation).as_dict() else { continue };
            let Ok(subtype) = annotation.get(b"Subtype").and_then(Object::as_name) else { continue };
            if !DRAWN.contains(&subtype) {
                continue;
            }
            let mut made = self.chosen(annotation, &ANNOTATION)?;
            made.set("Type", "Annot");
            made.set(
                "Subtype",
                Object::Name(if subtype == b"Widget" { b"Stamp".to_vec() } else { subtype.to_vec() }),
            );
            drawn.push(self.place(made.into()));
            if drawn.len() > self.limits.objects {
                return Err(Problem::TooComplex);
            }
        }
        Ok(drawn)
    }

    fn copy(&mut self, object: &Object) -> Result<Object, Problem> {
        self.values_left = self.values_left.checked_sub(1).ok_or(Problem::TooComplex)?;
        Ok(match object {
            Object::Reference((old, _)) if self.scanned.objects.contains_key(old) => {
                if !self.numbers.contains_key(old) {
                    self.last += 1;
                    self.numbers.insert(*old, self.last);
                    self.queue.push(*old);
                }
                Object::Reference((self.numbers[old], 0))
            }
            Object::Reference(_) => Object::Null,
            Object::Array(items) => {
                Object::Array(items.iter().map(|item| self.copy(item)).collect::<Result<_, _>>()?)
            }
            Object::Dictionary(dictionary) if is_unwanted(dictionary) => Object::Null,
            Object::Dictionary(dictionary) => self.kept(dictionary, &[])?.into(),
            Object::Stream(stream) if is_unwanted(&stream.dict) => Object::Null,
            Object::Stream(stream) => {
                self.check(stream)?;
                Stream::new(self.kept(&stream.dict, &STREAM_KEYS)?, stream.content.clone()).into()
            }
            other => other.clone(),
        })
    }

    fn kept(&mut self, dictionary: &Dictionary, without: &[&[u8]]) -> Result<Dictionary, Problem> {
        let mut kept = Dictionary::new();
        for (key, value) in dictionary.iter() {
            let key = key.as_slice();
            // `AA` may also name a glyph or a font; as additional actions it is a dictionary.
            let actions = key == b"AA" && matches!(self.scanned.resolve(value), Object::Dictionary(_));
            if !KEYS.contains(&key) && !without.contains(&key) && !actions {
                kept.set(key, self.copy(value)?);
            }
        }
        Ok(kept)
    }

    /// Pictures with more pixels than a scanner makes, and data packed more than once, are there to fell the viewer.
    fn check(&self, stream: &Stream) -> Result<(), Problem> {
        let side = |key| {
            let value =
                stream.dict.get(key).map(|value| self.scanned.resolve(value)).and_then(Object::as_i64);
            value.ok().and_then(|value| u64::try_from(value).ok()).unwrap_or(0)
        };
        let is_picture =
            stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Image");
        if is_picture && side(b"Width").saturating_mul(side(b"Height")) > self.limits.pdf_pixels {
            return Err(Problem::TooComplex);
        }
        let filters =
            stream.dict.get(b"Filter").map(|filter| self.scanned.resolve(filter)).and_then(Object::as_array);
        let packs = |filter: &Object| {
            let name = self.scanned.resolve(filter).as_name();
            name.is_ok_and(|name| PACKING.contains(&name))
        };
        if filters.is_ok_and(|filters| filters.iter().filter(|filter| packs(filter)).count() > 1) {
            return Err(Problem::TooComplex);
        }
        Ok(())
    }
}

fn is_unwanted(dictionary: &Dictionary) -> bool {
    let name = |key| dictionary.get(key).and_then(Object::as_name).ok();
    let unwanted = |key| name(key).is_some_and(|name| UNWANTED.contains(&name));
    name(b"S").is_some_and(|name| ACTIONS.contains(&name))
        || unwanted(b"Type")
        || unwanted(b"Subtype")
        || [b"JS".as_slice(), b"EF", b"URI"].iter().any(|key| dictionary.has(key))
}
