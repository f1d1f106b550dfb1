//! Looking for viruses in what is uploaded: off unless a clamd is named. What is kept is made anew from what a file shows (see
//! the crate's own page); this is the second lock on the same door.

use domain::refusal::{Basis, Refusal, RefusalCode};
use store::error::{Error, Result};

/// The scanner, if there is one.
#[derive(Debug, Clone, Default)]
pub enum Scanner {
    /// Nothing is scanned; the server says so when it starts.
    #[default]
    Off,
    /// A clamd at `host:port`.
    Clamd(String),
}

impl Scanner {
    /// From its setting: `off` or empty, or an address.
    pub fn from_setting(setting: Option<&str>) -> Self {
        match setting.map(str::trim) {
            None | Some("" | "off") => Self::Off,
            Some(address) => Self::Clamd(address.to_owned()),
        }
    }

    /// Lets a file through, or not.
    ///
    /// # Errors
    /// A refusal `file` for what the scanner knows; [`Error::Busy`] when it cannot be reached: what was not looked at is not
    /// let in.
    pub async fn check(&self, bytes: &[u8], name: &str) -> Result<()> {
        let Self::Clamd(address) = self else { return Ok(()) };
        let clamd = clamav_client::tokio::Tcp { host_address: address.as_str() };
        let answer = clamav_client::tokio::scan_buffer(bytes, clamd, None).await;
        let clean = answer.and_then(|answer| clamav_client::clean(&answer).map_err(std::io::Error::other));
        match clean {
            Ok(true) => Ok(()),
            Ok(false) => {
                let name: String = name.chars().filter(|c| !c.is_control()).take(40).collect();
                Err(Refusal::new(
                    RefusalCode::File,
                    Basis::Procedure,
                    format!("“{name}”没有通过病毒检查。"),
                    "请不要再使用这个文件，对着原件重新拍照或扫描后上传。",
                )
                .into())
            }
            Err(error) => {
                tracing::error!(%error, "the virus scanner gives no answer");
                Err(Error::Busy)
            }
        }
    }
}
