//! The answers: the file is proven to be the gateway's, each of its lines is held against what was asked and against what is on record now,
//! and what is taken is left to the background work of the child's identity.

use super::{AskRow, TABLE, hash_of};
use crate::error::{Error, Result};
use crate::jobs::{Kind, LeavesJobs};
use crate::person::PersonRow;
use crate::services::Population;
use crate::store::UnitOfWork;
use domain::population::{AnswerFile, AnswerLine, AnswerOutcome, AskState, parse_answer};
use domain::refusal::{Basis, Refusal, RefusalCode};
use ed25519_dalek::{Signature, Verifier, VerifyingKey};

/// Lines that are taken in one transaction.
const TOGETHER: usize = 100;

/// What became of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TakenLine {
    /// Line in the file, from 1.
    pub line: usize,
    /// What became of it.
    pub outcome: AnswerOutcome,
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// 批准编号 of the request.
    pub approval: String,
    /// Line by line.
    pub lines: Vec<TakenLine>,
}

impl Taken {
    /// How many lines came to this.
    pub fn count(&self, outcome: AnswerOutcome) -> usize {
        self.lines.iter().filter(|line| line.outcome == outcome).count()
    }
}

impl Population<'_> {
    /// Takes an answer file (核验回执). `key`: the public key of the register's gateway, hex. With `preview` nothing is written.
    ///
    /// # Errors
    /// A refusal for a file that is none, is not whole, or is not signed with this key: then nothing of it is taken.
    pub async fn take_answers(&self, text: &str, key: &str, preview: bool) -> Result<Taken> {
        let (file, body, signature) = parse_answer(text).map_err(|fault| refused(fault.message()))?;
        let key = key_of(key).ok_or_else(|| refused("人口库网关的公钥不对：应为 64 位十六进制数字。"))?;
        let signature = Signature::from_bytes(&signature);
        key.verify(body.as_bytes(), &signature)
            .map_err(|_| refused("核验回执的签名不对：不是这个网关签发的，或者文件被改动过。"))?;
        if file.on > self.store.clock.today() {
            return Err(refused("核验回执的日期晚于今天。"));
        }
        let twice = file.twice();
        let mut lines = Vec::with_capacity(file.lines.len());
        for some in file.lines.chunks(TOGETHER) {
            let (file, twice) = (&file, &twice);
            let taken = self
                .store
                .transact(TABLE, || {
                    Box::pin(async move {
                        let mut work = UnitOfWork::new();
                        let mut taken = Vec::with_capacity(some.len());
                        for line in some {
                            let two = line.reply.is_some() && twice.contains(line.ask.as_str());
                            let outcome = match two {
                                true => AnswerOutcome::Duplicate,
                                false => self.take(&mut work, file, line).await?,
                            };
                            taken.push(TakenLine { line: line.line, outcome });
                        }
                        Ok((if preview { UnitOfWork::new() } else { work }, taken))
                    })
                })
                .await?;
            lines.extend(taken);
        }
        Ok(Taken { approval: file.approval, lines })
    }

    /// Takes one line, or says why not. What is taken and what is out of date both leave the child to be matched again: with the answer, or
    /// for another question.
    async fn take(
        &self,
        work: &mut UnitOfWork,
        file: &AnswerFile,
        line: &AnswerLine,
    ) -> Result<AnswerOutcome> {
        let Some(reply) = &line.reply else { return Ok(AnswerOutcome::Form) };
        let Some(row) = self.store.get::<AskRow>(TABLE, &line.ask).await? else {
            return Ok(AnswerOutcome::Unknown);
        };
        match row.state {
            AskState::Answered => return Ok(AnswerOutcome::AlreadyAnswered),
            AskState::Superseded => return Ok(AnswerOutcome::Superseded),
            AskState::Waiting | AskState::Sent => {}
        }
        let of_this =
            row.sent.as_ref().is_some_and(|(approval, on)| *approval == file.approval && *on <= file.on);
        if !of_this {
            return Ok(AnswerOutcome::OtherRequest);
        }
        let person: PersonRow = self.pupils().person(row.person).await?;
        let now = self.question_of(&person)?.map(|question| hash_of(&*self.vault, &question));
        work.message(&self.store, Kind::Identity, &row.person.to_string());
        if now.as_deref() != Some(row.of.as_str()) {
            return Ok(AnswerOutcome::Superseded);
        }
        row.changed(work, |row| {
            row.state = AskState::Answered;
            row.reply = Some(reply.clone());
            row.answered_on = Some(file.on);
        });
        Ok(AnswerOutcome::Taken)
    }
}

fn key_of(hex: &str) -> Option<VerifyingKey> {
    let hex = hex.trim();
    if hex.len() != 64 || !hex.bytes().all(|one| one.is_ascii_hexdigit()) {
        return None;
    }
    let mut bytes = [0_u8; 32];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(hex.get(at * 2..at * 2 + 2)?, 16).ok()?;
    }
    VerifyingKey::from_bytes(&bytes).ok()
}

fn refused(what: &str) -> Error {
    let remedy = "没有收下任何一行；请向人口库网关重新取得回执。";
    Refusal::new(RefusalCode::File, Basis::Article(5), what, remedy).into()
}
