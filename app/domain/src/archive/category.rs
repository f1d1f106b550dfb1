//! The seven categories of an archive's contents.

use serde::{Deserialize, Serialize};

/// What an archive holds (第七条第二款).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// 一、学籍基础信息及信息变动情况
    Basic,
    /// 二、学籍信息证明材料
    Proofs,
    /// 三、综合素质发展报告
    Development,
    /// 四、体质健康测试、健康体检和预防接种信息
    Health,
    /// 五、在校期间的获奖信息
    Awards,
    /// 六、享受资助信息
    Aid,
    /// 七、省级教育行政部门规定的其他信息和材料
    Provincial,
}

impl Category {
    /// Every category, in the order of the article.
    pub const ALL: [Self; 7] = [
        Self::Basic,
        Self::Proofs,
        Self::Development,
        Self::Health,
        Self::Awards,
        Self::Aid,
        Self::Provincial,
    ];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Basic => "基础信息及变动情况",
            Self::Proofs => "证明材料",
            Self::Development => "综合素质发展报告",
            Self::Health => "体质健康与预防接种",
            Self::Awards => "获奖信息",
            Self::Aid => "享受资助信息",
            Self::Provincial => "省级规定的其他信息和材料",
        }
    }

    /// Stable name in the store, in addresses and in forms.
    pub fn key(self) -> &'static str {
        match self {
            Self::Basic => "basic",
            Self::Proofs => "proofs",
            Self::Development => "development",
            Self::Health => "health",
            Self::Awards => "awards",
            Self::Aid => "aid",
            Self::Provincial => "provincial",
        }
    }

    /// The category with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.key() == key)
    }

    /// Its number in the article: 1 to 7.
    pub fn item(self) -> u8 {
        match self {
            Self::Basic => 1,
            Self::Proofs => 2,
            Self::Development => 3,
            Self::Health => 4,
            Self::Awards => 5,
            Self::Aid => 6,
            Self::Provincial => 7,
        }
    }
}
