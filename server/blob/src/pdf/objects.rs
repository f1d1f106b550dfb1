//! The objects of a PDF file, found from front to back. A later object replaces an earlier one of the same number, as
//! incremental updates mean it.

use super::syntax::Reader;
use crate::file::Limits;
use crate::problem::Problem;
use lopdf::{Dictionary, Object, Stream};
use std::collections::BTreeMap;

/// Values in all objects together. A page of text needs hundreds; font tables some ten thousand.
pub(super) const VALUES: usize = 500_000;
/// Packed bytes of one object stream. Deflate unpacks to at most 1032 times as much, so this keeps a bomb below 70 MB.
const PACKED: usize = 64 << 10;
/// Unpacked bytes of all object streams together.
const UNPACKED: usize = 16 << 20;

/// What a file holds.
#[derive(Debug, Default)]
pub(super) struct Scanned {
    pub(super) objects: BTreeMap<u32, Object>,
    /// Number of the document catalogue.
    pub(super) root: Option<u32>,
    unpacked: usize,
}

pub(super) fn scan(bytes: &[u8], limits: &Limits) -> Result<Scanned, Problem> {
    let mut reader = Reader::new(bytes, VALUES);
    let mut scanned = Scanned::default();
    loop {
        reader.skip_space();
        if reader.rest().is_empty() {
            return Ok(scanned);
        }
        if let Some(number) = reader.object_header() {
            reader.skip_space();
            if reader.take_word(b"endobj") {
                continue;
            }
            let object = reader.object(0)?;
            let object = with_stream(&mut reader, object)?;
            scanned.add(number, object, &mut reader.values_left, limits)?;
        } else if reader.take_word(b"trailer") {
            reader.skip_space();
            let trailer = reader.dictionary(0)?;
            scanned.trailer(&trailer)?;
        } else {
            reader.skip_token();
        }
    }
}

/// The stream that follows its dictionary, if one does.
fn with_stream(reader: &mut Reader<'_>, object: Object) -> Result<Object, Problem> {
    reader.skip_space();
    let Object::Dictionary(dictionary) = object else { return Ok(object) };
    if !reader.take(b"stream") {
        return Ok(Object::Dictionary(dictionary));
    }
    if !reader.take(b"\r\n") && !reader.take(b"\n") {
        reader.take(b"\r");
    }
    let data = reader.rest();
    let said = dictionary
        .get(b"Length")
        .and_then(Object::as_i64)
        .ok()
        .and_then(|length| usize::try_from(length).ok());
    let ends = |length: &usize| {
        data.get(*length..).is_some_and(|rest| rest.trim_ascii_start().starts_with(b"endstream"))
    };
    let length = match said.filter(ends) {
        Some(length) => length,
        None => {
            // The length is a reference or wrong. A file without an end to its stream is read once, then refused.
            let end = data.windows(9).position(|nine| nine == b"endstream").ok_or(Problem::Damaged)?;
            let line_end =
                if data[..end].ends_with(b"\r\n") { 2 } else { usize::from(data[..end].ends_with(b"\n")) };
            end - line_end
        }
    };
    reader.at += length;
    Ok(Object::Stream(Stream::new(dictionary, data[..length].to_vec())))
}

impl Scanned {
    fn add(
        &mut self,
        number: u32,
        object: Object,
        values_left: &mut usize,
        limits: &Limits,
    ) -> Result<(), Problem> {
        if let Object::Stream(stream) = &object {
            if stream.dict.has_type(b"XRef") {
                return self.trailer(&stream.dict);
            }
            if stream.dict.has_type(b"ObjStm") {
                return self.unpack(stream, values_left, limits);
            }
        }
        self.objects.insert(number, object);
        if self.objects.len() > limits.objects { Err(Problem::TooComplex) } else { Ok(()) }
    }

    fn trailer(&mut self, trailer: &Dictionary) -> Result<(), Problem> {
        if trailer.has(b"Encrypt") {
            return Err(Problem::Encrypted);
        }
        if let Ok((root, _)) = trailer.get(b"Root").and_then(Object::as_reference) {
            self.root = Some(root);
        }
        Ok(())
    }

    /// The objects of an object stream (7.5.7).
    fn unpack(&mut self, stream: &Stream, values_left: &mut usize, limits: &Limits) -> Result<(), Problem> {
        let bytes = self.unpacked(stream)?;
        let number = |key| {
            let value = stream.dict.get(key).and_then(Object::as_i64).ok();
            value.and_then(|value| usize::try_from(value).ok()).ok_or(Problem::Damaged)
        };
        let (count, first) = (number(b"N")?, number(b"First")?);
        let index =
            bytes.get(..first).and_then(|index| std::str::from_utf8(index).ok()).ok_or(Problem::Damaged)?;
        let mut numbers = index.split_ascii_whitespace().map(|text| text.parse::<u32>().ok());
        // Objects that overlap would let a few bytes be read again and again.
        let mut read = 0;
        for _ in 0..count.min(limits.objects) {
            let (Some(Some(id)), Some(Some(offset))) = (numbers.next(), numbers.next()) else {
                return Err(Problem::Damaged);
            };
            let start = first.saturating_add(offset as usize);
            let mut reader = Reader { bytes: &bytes, at: start, values_left: *values_left };
            let object = reader.object(1)?;
            *values_left = reader.values_left;
            read += reader.at - start;
            if read > bytes.len() {
                return Err(Problem::TooComplex);
            }
            self.add(id, object, values_left, limits)?;
        }
        Ok(())
    }

    fn unpacked(&mut self, stream: &Stream) -> Result<Vec<u8>, Problem> {
        let bytes = match stream.filters() {
            Err(_) if !stream.dict.has(b"Filter") => stream.content.clone(),
            Ok(filters) if filters == [b"FlateDecode".as_slice()] && !stream.dict.has(b"DecodeParms") => {
                if stream.content.len() > PACKED {
                    return Err(Problem::TooComplex);
                }
                stream.decompressed_content().map_err(|_| Problem::Damaged)?
            }
            // Nobody writes object streams in another way, or packs them twice, but to get past a limit.
            _ => return Err(Problem::TooComplex),
        };
        self.unpacked += bytes.len();
        if self.unpacked > UNPACKED { Err(Problem::TooComplex) } else { Ok(bytes) }
    }
}
