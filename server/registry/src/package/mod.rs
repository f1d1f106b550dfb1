//! 学籍档案包 (第九条, 第十五条, 第十六条): a pupil's whole archive handed over as one sealed file to a school that another system serves, and
//! one that arrived continued here. The hand-over is told in the pupil's journal at every step.

mod accept;
mod basis;
mod directory;
mod gather;
mod make;
mod matter;
mod open;
mod receive;
mod seal;
mod view;

pub use directory::{directory_key, sign_directory};
pub use open::{Opened, open_zip};
pub use receive::{Arrived, AskedContinuation};
pub use seal::{package_key, sign_package, unseal as unseal_package, write_zip};
pub use view::PackageBox;

use crate::error::{Error, Result};
use crate::matter::{Matter, waiting_keys};
use crate::services::Packages;
use crate::store::UnitOfWork;
use crate::vault::Cipher;
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Action, Actor, Target, authorise};
use domain::id::{PackageId, PersonId, UnitId};
use domain::org::OrgPath;
use domain::package::{Incoming, IncomingState, Outgoing, OutgoingState};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A package as stored: sealed, with plain columns for lists and for what expires.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct PackageRow {
    uid: PackageId,
    version: u64,
    sealed: String,
    direction: Direction,
    /// 档案包编号
    number: String,
    /// The school here: that hands over, or that receives.
    unit: UnitId,
    path: OrgPath,
    person: Option<PersonId>,
    state: String,
    /// What keeps the same thing from being asked for or received twice.
    once: String,
    /// `unit/role` of who has to act.
    waiting: Option<String>,
    at: DateTime<Utc>,
    expires_on: Option<NaiveDate>,
    /// Where its file lies in the blob store; none before it is made and after it is gone.
    file: Option<Uuid>,
}

/// Which way it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Direction {
    Made,
    Received,
}

/// What is sealed.
#[allow(clippy::large_enum_variant, reason = "one at a time, opened from one record")]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Content {
    Made(Outgoing),
    Received(Incoming),
}

impl Content {
    /// What every matter can be asked.
    fn matter(&self) -> &dyn domain::matter::Matter {
        match self {
            Self::Made(made) => made,
            Self::Received(received) => received,
        }
    }
}

impl PackageRow {
    fn new(
        vault: &dyn Cipher,
        uid: PackageId,
        school: (&UnitId, &OrgPath),
        at: DateTime<Utc>,
        once: String,
        content: &Content,
    ) -> Self {
        let (direction, number) = match content {
            Content::Made(made) => (Direction::Made, made.number.clone()),
            Content::Received(received) => (Direction::Received, received.number.clone()),
        };
        let mut row = Self {
            uid,
            version: 1,
            sealed: String::new(),
            direction,
            number,
            unit: school.0.clone(),
            path: school.1.clone(),
            person: None,
            state: String::new(),
            once,
            waiting: None,
            at,
            expires_on: None,
            file: None,
        };
        row.set(vault, content);
        row
    }

    fn set(&mut self, vault: &dyn Cipher, content: &Content) {
        self.sealed = vault.seal_value(content, &context_of(self.uid));
        self.waiting = waiting_keys(content.matter()).pop();
        match content {
            Content::Made(made) => {
                self.person = Some(made.person);
                made.state.key().clone_into(&mut self.state);
                let running = made.state == OutgoingState::Released;
                self.expires_on = made.made.as_ref().filter(|_| running).map(|made| made.expires_on);
                if made.state != OutgoingState::Asked {
                    self.once = format!("done/{}", self.uid);
                }
            }
            Content::Received(received) => {
                self.person = received.person;
                received.state.key().clone_into(&mut self.state);
                if received.state == IncomingState::Refused {
                    self.once = format!("done/{}", self.uid);
                }
            }
        }
    }

    fn content(&self, vault: &dyn Cipher) -> Result<Content> {
        vault.open_value(&self.sealed, &context_of(self.uid))
    }

    fn outgoing(&self, vault: &dyn Cipher) -> Result<Outgoing> {
        match self.content(vault)? {
            Content::Made(made) => Ok(made),
            Content::Received(_) => Err(Error::NotFound("package")),
        }
    }

    fn incoming(&self, vault: &dyn Cipher) -> Result<Incoming> {
        match self.content(vault)? {
            Content::Received(received) => Ok(received),
            Content::Made(_) => Err(Error::NotFound("package")),
        }
    }

    /// Writes a new one, and gives its matter.
    fn create(&self, vault: &dyn Cipher, work: &mut UnitOfWork, content: &Content) -> Matter {
        work.create("package", &self.uid.to_string(), self);
        let matter = self.as_matter(content);
        crate::matter::put(work, vault, &matter);
        work.touch(&self.path);
        matter
    }

    /// Writes it again, and gives its matter.
    fn save(&self, vault: &dyn Cipher, work: &mut UnitOfWork, content: &Content) -> Matter {
        let mut next = self.clone();
        next.set(vault, content);
        next.version = self.version + 1;
        work.replace("package", &self.uid.to_string(), self.version, &next);
        let matter = next.as_matter(content);
        crate::matter::put(work, vault, &matter);
        work.touch(&self.path);
        matter
    }
}

fn context_of(id: PackageId) -> String {
    format!("package/{id}")
}

/// What the file of a package is sealed with.
fn file_context(file: Uuid) -> String {
    format!("package file/{file}")
}

impl Packages<'_> {
    async fn package_row(&self, id: PackageId) -> Result<PackageRow> {
        self.store.get("package", &id.to_string()).await?.ok_or(Error::NotFound("package"))
    }

    /// A package of a school the actor may do this for; out of scope looks like not there.
    async fn package_for(&self, actor: &Actor, id: PackageId, action: Action) -> Result<PackageRow> {
        let row = self.package_row(id).await?;
        authorise(actor, action, &Target::Unit(&row.path)).map_err(|refusal| {
            let seen = authorise(actor, Action::ReadPackages, &Target::Unit(&row.path)).is_ok();
            if refusal.code.bars_a_registrar() || seen { refusal.into() } else { Error::NotFound("package") }
        })?;
        Ok(row)
    }

    async fn package_file(&self, row: &PackageRow) -> Result<Vec<u8>> {
        let file = row.file.ok_or(Error::NotFound("package file"))?;
        let sealed = self.blobs.get(&file.to_string()).await?;
        self.vault.open(&sealed, file_context(file).as_bytes())
    }

    /// Keeps a file under an id of its own: two who release at the same moment do not meet, and who crashes is in nobody's way.
    async fn keep_package_file(&self, bytes: &[u8]) -> Result<Uuid> {
        let file = self.store.new_id();
        let sealed = self.vault.seal(bytes, file_context(file).as_bytes());
        self.blobs.put(&file.to_string(), sealed).await?;
        Ok(file)
    }
}
