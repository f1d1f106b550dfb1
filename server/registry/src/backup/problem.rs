//! What can be wrong with a backup, in the words of who runs the machine.

use crate::error::Error;

/// Why a backup was not made or not restored.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// The setting names no age recipient.
    #[error("备份公钥不对：应为 age1 开头的一行（server backup-key 可以生成一对）")]
    Recipient,
    /// The identity file holds no key.
    #[error("备份私钥文件里没有 AGE-SECRET-KEY-1 开头的一行")]
    Identity,
    /// The identity does not open what was sealed.
    #[error("备份私钥不对：打不开 {0}")]
    WrongIdentity(String),
    /// A file at the target is not what was put there.
    #[error("备份文件已损坏：{0}")]
    Damaged(String),
    /// A file at the target is not there.
    #[error("备份缺少文件：{0}")]
    Missing(String),
    /// Commits are missing between two numbers.
    #[error("提交记录不连续：缺少第 {0} 至 {1} 号")]
    Gap(u64, u64),
    /// There is no backup to restore.
    #[error("{0} 没有可以恢复的备份")]
    Nothing(String),
    /// The place is not empty.
    #[error("恢复的位置不是空的（{0}）：只恢复到空目录，里面只先放主密钥文件 master.key")]
    NotEmpty(String),
    /// There is no master key.
    #[error("没有主密钥文件 {0}：备份里不含主密钥，请先把单独保管的那一份放回去")]
    NoMasterKey(String),
    /// It is another master key.
    #[error("主密钥不是做这份备份时的那一个")]
    WrongMasterKey,
    /// This program does not know a table of the backup.
    #[error("备份里有本版程序不认识的表（{0}）：请用做备份时的版本 {1} 恢复")]
    Unknown(String, String),
    /// What was written is not what the manifest says.
    #[error("恢复后的 {0} 与备份清单不符")]
    Differs(String),
    /// A restore was cut off here.
    #[error("这里有一次没有做完的恢复（{0}）：请清空目录后重新恢复")]
    Unfinished(String),
    /// The target fails.
    #[error("备份位置出错：{0}")]
    Target(String),
    /// The files of this machine fail.
    #[error("文件出错：{0}")]
    Io(#[from] std::io::Error),
    /// The register fails.
    #[error("{0}")]
    Register(#[from] Error),
}

/// What the functions of this module return.
pub type Outcome<T> = std::result::Result<T, Problem>;

pub(super) fn target(error: object_store::Error) -> Problem {
    match error {
        object_store::Error::NotFound { path, .. } => Problem::Missing(path),
        other => Problem::Target(other.to_string()),
    }
}
