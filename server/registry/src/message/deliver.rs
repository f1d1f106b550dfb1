//! Sending what commits left to be sent: a slice says where it goes, the next one takes it away once it was handed over. The hand-over is
//! outside the transaction: where the two are cut apart it is handed over again, under the same id.

use super::{Letter, MessageRow, What, context_of};
use crate::Registry;
use crate::error::Result;
use crate::jobs::{Job, Kind, Slice, Turn};
use crate::services::Messages;
use crate::store::{UnitOfWork, Vars};
use domain::message::Message;

/// Messages, sent.
pub(crate) struct Deliver;

impl Job for Deliver {
    const KIND: Kind = Kind::Message;
    type Found = ();

    async fn find(registry: &Registry, turn: &Turn) -> Result<()> {
        let row: Option<MessageRow> = registry.store.get("message", &turn.job().subject).await?;
        match row {
            Some(MessageRow { uid, what: What::Sealed { letter, until }, .. }) => {
                if until.is_some_and(|until| registry.store.clock.now() >= until) {
                    // Nobody can use it any more; who waited for it asks for another.
                    tracing::warn!("a code ran out before it could be sent");
                    return Ok(());
                }
                registry.messages().hand_over(&uid, &letter).await
            }
            _ => Ok(()),
        }
    }

    async fn slice(registry: &Registry, turn: &Turn, _found: &()) -> Result<Slice> {
        let mut work = UnitOfWork::new();
        let subject = &turn.job().subject;
        let row: Option<MessageRow> = registry.store.get("message", subject).await?;
        if let Some(MessageRow { uid, at, what: What::Word { account, template } }) = row {
            let messages = registry.messages();
            if let Some(to) = messages.recipient(&mut work, account, template).await? {
                let what = messages.sealed(&uid, &to, Message::Word(template), None);
                work.put("message", &uid, &MessageRow { uid: uid.clone(), at, what });
                return Ok(Slice::at(work, &"addressed", 1, 2));
            }
        }
        work.remove("message", subject);
        Ok(Slice::last(work))
    }
}

impl Messages<'_> {
    async fn hand_over(&self, uid: &str, letter: &str) -> Result<()> {
        let letter: Letter = self.vault.open_value(letter, &context_of(uid))?;
        let here = self.address.get().map_or("", String::as_str);
        self.gateways.send(uid, &letter.to, &letter.message, here).await?;
        let (channel, template) = (letter.to.channel().key(), letter.message.template().key());
        tracing::info!(channel, template, "a message was sent");
        Ok(())
    }

    /// How many messages were not sent yet, those put aside among them: for the operator.
    pub(crate) async fn unsent(&self) -> Result<u64> {
        #[derive(serde::Deserialize)]
        struct Count {
            n: u64,
        }
        let text = "SELECT count() AS n FROM message GROUP ALL";
        let rows: Vec<Count> = self.store.rows(text, Vars::new()).await?;
        Ok(rows.first().map_or(0, |count| count.n))
    }

    /// Works until nothing is left that may be sent now: for tests.
    ///
    /// # Errors
    /// When the store fails; what a gateway refuses is noted with its job.
    pub async fn drain_messages(&self) -> Result<()> {
        self.jobs().drain_jobs(&[Kind::Message]).await
    }
}

#[cfg(test)]
mod tests {
    use crate::error::Error;

    #[test]
    fn article_25_what_a_gateway_says_is_kept_in_words_of_the_program() {
        let said = crate::jobs::reason(&Error::Outside("the gateway fails"));
        assert_eq!(said, "outside: the gateway fails");
    }
}
