//! Sealing what leaves the machine (age, X25519): the server has the public half only, the other half is with the operator, apart
//! from the master key.

use super::problem::{Outcome, Problem};
use age::secrecy::ExposeSecret;
use age::stream::StreamWriter;
use age::x25519::{Identity, Recipient};
use std::io::{Read, Write};
use std::sync::{Arc, Mutex, PoisonError};

/// A new pair: the text of an identity file, and the recipient.
pub fn new_key() -> (String, String) {
    let identity = Identity::generate();
    let recipient = identity.to_public().to_string();
    let text = format!("# public key: {recipient}\n{}\n", identity.to_string().expose_secret());
    (text, recipient)
}

/// The recipient of a setting.
///
/// # Errors
/// When it is none.
pub(super) fn recipient(text: &str) -> Outcome<Recipient> {
    text.trim().parse().map_err(|_| Problem::Recipient)
}

/// The identity of an identity file: its first line that is no remark.
pub(super) fn identity(text: &str) -> Outcome<Identity> {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
    line.and_then(|line| line.parse().ok()).ok_or(Problem::Identity)
}

/// Seals a file that fits into memory.
pub(super) fn seal(recipient: &Recipient, plain: &[u8]) -> Outcome<Vec<u8>> {
    age::encrypt(recipient, plain).map_err(|error| Problem::Io(std::io::Error::other(error)))
}

/// Opens one. `name` says which, when it does not open.
pub(super) fn open(identity: &Identity, sealed: &[u8], name: &str) -> Outcome<Vec<u8>> {
    let mut plain = Vec::new();
    reader(identity, sealed, name)?.read_to_end(&mut plain).map_err(|_| Problem::Damaged(name.to_owned()))?;
    Ok(plain)
}

/// Opens one piece by piece.
pub(super) fn reader<'a, R: std::io::BufRead + 'a>(
    identity: &Identity,
    sealed: R,
    name: &str,
) -> Outcome<impl Read + use<'a, R>> {
    let wrong = |error: age::DecryptError| match error {
        age::DecryptError::NoMatchingKeys => Problem::WrongIdentity(name.to_owned()),
        _ => Problem::Damaged(name.to_owned()),
    };
    let decryptor = age::Decryptor::new_buffered(sealed).map_err(wrong)?;
    decryptor.decrypt(std::iter::once(identity as &dyn age::Identity)).map_err(wrong)
}

/// Seals piece by piece: what has been sealed so far is taken out between two writes.
pub(super) struct Sealer {
    writer: StreamWriter<Shared>,
    out: Shared,
}

#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl Shared {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Sealer {
    pub(super) fn new(recipient: &Recipient) -> Outcome<Self> {
        let encryptor = age::Encryptor::with_recipients(std::iter::once(recipient as &dyn age::Recipient))
            .map_err(|error| Problem::Io(std::io::Error::other(error)))?;
        let out = Shared::default();
        Ok(Self { writer: encryptor.wrap_output(out.clone())?, out })
    }

    pub(super) fn write(&mut self, plain: &[u8]) -> Outcome<()> {
        Ok(self.writer.write_all(plain)?)
    }

    /// What is ready to be sent.
    pub(super) fn ready(&self) -> Vec<u8> {
        self.out.take()
    }

    /// The rest.
    pub(super) fn finish(self) -> Outcome<Vec<u8>> {
        self.writer.finish()?;
        Ok(self.out.take())
    }
}
