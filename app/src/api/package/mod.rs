//! Archive packages (学籍档案包): what the school hands over and what it receives (第九条, 第十五条, 第十六条).

pub mod act;
pub mod directory;
pub mod list;
pub mod read;
