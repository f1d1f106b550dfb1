//! The syntax of PDF objects (ISO 32000-1, 7.2 and 7.3), with limits on depth and number.

use crate::problem::Problem;
use lopdf::{Dictionary, Object, StringFormat};

/// How deep arrays and dictionaries may lie in one another. Real documents need about ten.
const DEPTH: usize = 40;

/// Reads objects from bytes. Every call goes forward; nothing is read twice.
pub(super) struct Reader<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
    /// How many more values may be read: two bytes of file can become a hundred of memory.
    pub(super) values_left: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8], values_left: usize) -> Self {
        Self { bytes, at: 0, values_left }
    }

    pub(super) fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn next(&mut self) -> Result<u8, Problem> {
        let byte = self.peek().ok_or(Problem::Damaged)?;
        self.at += 1;
        Ok(byte)
    }

    /// Passes the text if it comes next.
    pub(super) fn take(&mut self, text: &[u8]) -> bool {
        let found = self.rest().starts_with(text);
        if found {
            self.at += text.len();
        }
        found
    }

    /// Passes the word if it comes next and ends there.
    pub(super) fn take_word(&mut self, word: &[u8]) -> bool {
        let found = self.rest().starts_with(word)
            && !self.rest().get(word.len()).is_some_and(|byte| is_regular(*byte));
        if found {
            self.at += word.len();
        }
        found
    }

    /// Passes white space and comments.
    pub(super) fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                let line = self.rest().iter().position(|byte| matches!(byte, b'\r' | b'\n'));
                self.at += line.unwrap_or(self.rest().len());
            } else if is_space(byte) {
                self.at += 1;
            } else {
                break;
            }
        }
    }

    /// Passes something that is of no use here: a word, or a single sign.
    pub(super) fn skip_token(&mut self) {
        let word = self.rest().iter().take_while(|byte| is_regular(**byte)).count();
        self.at += word.max(1);
    }

    /// `12 0 obj`: the number, or none and nothing is passed.
    pub(super) fn object_header(&mut self) -> Option<u32> {
        let start = self.at;
        let number = self.two_numbers().filter(|_| self.take(b"obj"));
        if number.is_none() {
            self.at = start;
        }
        number.map(|(number, _)| number)
    }

    /// Two unsigned whole numbers and the space after them.
    fn two_numbers(&mut self) -> Option<(u32, u16)> {
        let mut numbers = [0_u32; 2];
        for number in &mut numbers {
            let digits = self.rest().iter().take(11).take_while(|byte| byte.is_ascii_digit()).count();
            *number = std::str::from_utf8(&self.rest()[..digits]).ok()?.parse().ok()?;
            self.at += digits;
            let space = self.rest().iter().take(16).take_while(|byte| is_space(**byte)).count();
            self.at += space;
            if space == 0 {
                return None;
            }
        }
        Some((numbers[0], u16::try_from(numbers[1]).ok()?))
    }

    /// One object. Dictionaries of streams come as dictionaries; what follows them is for the caller.
    pub(super) fn object(&mut self, depth: usize) -> Result<Object, Problem> {
        if depth > DEPTH || self.values_left == 0 {
            return Err(Problem::TooComplex);
        }
        self.values_left -= 1;
        self.skip_space();
        match self.peek().ok_or(Problem::Damaged)? {
            b'/' => Ok(Object::Name(self.name()?)),
            b'(' => Ok(Object::String(self.literal()?, StringFormat::Literal)),
            b'[' => self.array(depth),
            b'<' if self.rest().starts_with(b"<<") => Ok(Object::Dictionary(self.dictionary(depth)?)),
            b'<' => Ok(Object::String(self.hexadecimal()?, StringFormat::Hexadecimal)),
            b'0'..=b'9' | b'+' | b'-' | b'.' => Ok(self.number()),
            _ if self.take_word(b"true") => Ok(Object::Boolean(true)),
            _ if self.take_word(b"false") => Ok(Object::Boolean(false)),
            _ if self.take_word(b"null") => Ok(Object::Null),
            _ => Err(Problem::Damaged),
        }
    }

    pub(super) fn dictionary(&mut self, depth: usize) -> Result<Dictionary, Problem> {
        if !self.take(b"<<") {
            return Err(Problem::Damaged);
        }
        let mut dictionary = Dictionary::new();
        loop {
            self.skip_space();
            if self.take(b">>") {
                return Ok(dictionary);
            }
            let key = self.name()?;
            let value = self.object(depth + 1)?;
            dictionary.set(key, value);
        }
    }

    fn array(&mut self, depth: usize) -> Result<Object, Problem> {
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.skip_space();
            if self.take(b"]") {
                return Ok(Object::Array(items));
            }
            items.push(self.object(depth + 1)?);
        }
    }

    fn name(&mut self) -> Result<Vec<u8>, Problem> {
        if self.next()? != b'/' {
            return Err(Problem::Damaged);
        }
        let mut name = Vec::new();
        while let Some(byte) = self.peek().filter(|byte| is_regular(*byte)) {
            self.at += 1;
            let escaped = match (byte, self.rest()) {
                (b'#', [high, low, ..]) => hex(*high).zip(hex(*low)),
                _ => None,
            };
            match escaped {
                Some((high, low)) => {
                    self.at += 2;
                    name.push(high << 4 | low);
                }
                None => name.push(byte),
            }
        }
        Ok(name)
    }

    fn literal(&mut self) -> Result<Vec<u8>, Problem> {
        self.at += 1;
        let mut text = Vec::new();
        let mut open = 1_usize;
        loop {
            match self.next()? {
                b'(' => {
                    open += 1;
                    text.push(b'(');
                }
                b')' if open == 1 => return Ok(text),
                b')' => {
                    open -= 1;
                    text.push(b')');
                }
                b'\\' => self.escape(&mut text)?,
                b'\r' => {
                    self.take(b"\n");
                    text.push(b'\n');
                }
                byte => text.push(byte),
            }
        }
    }

    fn escape(&mut self, text: &mut Vec<u8>) -> Result<(), Problem> {
        match self.next()? {
            b'n' => text.push(b'\n'),
            b'r' => text.push(b'\r'),
            b't' => text.push(b'\t'),
            b'b' => text.push(8),
            b'f' => text.push(12),
            b'\n' => {}
            b'\r' => {
                self.take(b"\n");
            }
            first @ b'0'..=b'7' => {
                let mut value = first - b'0';
                for _ in 0..2 {
                    let Some(digit) = self.peek().filter(|byte| (b'0'..=b'7').contains(byte)) else { break };
                    self.at += 1;
                    value = value.wrapping_mul(8).wrapping_add(digit - b'0');
                }
                text.push(value);
            }
            other => text.push(other),
        }
        Ok(())
    }

    fn hexadecimal(&mut self) -> Result<Vec<u8>, Problem> {
        self.at += 1;
        let mut digits = Vec::new();
        loop {
            match self.next()? {
                b'>' => break,
                byte if is_space(byte) => {}
                byte => digits.push(hex(byte).ok_or(Problem::Damaged)?),
            }
        }
        Ok(digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).unwrap_or(&0)).collect())
    }

    /// A number or, where two numbers and an `R` follow, a reference. Numbers that make no sense count as 0, as readers do.
    fn number(&mut self) -> Object {
        let start = self.at;
        if let Some(id) = self.two_numbers().filter(|_| self.take_word(b"R")) {
            return Object::Reference((id.0, id.1));
        }
        self.at = start;
        let length =
            self.rest().iter().take_while(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.')).count();
        let text = std::str::from_utf8(&self.rest()[..length]).unwrap_or("0");
        self.at += length;
        match (text.parse::<i64>(), text.parse::<f32>()) {
            (Ok(whole), _) => Object::Integer(whole),
            (_, Ok(real)) if real.is_finite() => Object::Real(real),
            _ => Object::Integer(0),
        }
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 12 | b'\r' | b' ')
}

fn is_regular(byte: u8) -> bool {
    !is_space(byte) && !b"()<>[]{}/%".contains(&byte)
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}
