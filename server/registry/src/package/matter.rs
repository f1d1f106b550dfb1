//! An archive package as a matter of the school that makes or receives it.

use super::{Content, Direction, PackageRow};
use crate::Registry;
use crate::error::Result;
use crate::matter::{Matter, MatterKind, Subject, Words};
use crate::vault::Cipher;
use domain::package::IncomingState;

impl PackageRow {
    /// What the table of matters says of it.
    ///
    /// # Errors
    /// When it does not open.
    pub(crate) fn matter(&self, vault: &dyn Cipher) -> Result<Matter> {
        Ok(self.as_matter(&self.content(vault)?))
    }

    pub(super) fn as_matter(&self, content: &Content) -> Matter {
        let (state, asked, sent_back, words) = match content {
            Content::Made(made) => {
                let words = Words {
                    pupil: None,
                    about: format!("移交{}，{}", made.basis.to.name, self.number),
                    from: made.asked.by.name.clone(),
                };
                (made.state.label(), &made.asked, false, words)
            }
            Content::Received(received) => {
                let words = Words {
                    pupil: Some(received.name.clone()).filter(|_| self.person.is_none()),
                    about: format!("收到{}", self.number),
                    from: received.from.name.clone(),
                };
                let back = received.state == IncomingState::Received && received.returned.is_some();
                (received.state.label(), &received.uploaded, back, words)
            }
        };
        Matter {
            table: "package",
            key: self.uid.to_string(),
            kind: MatterKind::Package,
            state,
            open: self.waiting.is_some(),
            subject: self.person.map_or_else(|| Subject::Unit(self.unit.clone()), Subject::Person),
            persons: self.person.into_iter().collect(),
            path: self.path.clone(),
            waiting: self.waiting.iter().cloned().collect(),
            opener: Some(asked.by.account),
            opener_unit: Some(self.unit.clone()),
            opened_on: asked.on,
            due_on: self.expires_on.filter(|_| self.direction == Direction::Made),
            provisional: false,
            sent_back,
            class: String::new(),
            version: self.version,
            href: format!("/packages/{}", self.uid),
            words,
        }
    }
}

impl Registry {
    /// Every open one, for whoever proves that the table of matters is right.
    pub(crate) async fn open_package_matters(&self) -> Result<Vec<Matter>> {
        let mut all = Vec::new();
        let each = |row: PackageRow| {
            all.push(row.matter(&*self.vault)?);
            Ok(())
        };
        self.each_row("package", "uid", "waiting > ''", each).await?;
        Ok(all)
    }
}
