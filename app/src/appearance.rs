//! 界面外观: how the interface looks to whoever chose it: colours, density, size of the text, motion. The choice stands in a cookie that says
//! nothing of a person, and on `<html>`, where the style sheet reads it; what is not chosen follows the system's own preference.

use crate::text::t::appearance as w;

/// Name of the cookie.
pub const COOKIE: &str = "__Host-look";
/// Where the choice is sent.
pub const ADDRESS: &str = "/appearance";
/// Name of the control that says to which page one goes back.
pub const BACK: &str = "back";
/// Names of the controls that are chosen from, in the order of the cookie.
pub const CONTROLS: [&str; 4] = ["look_theme", "look_density", "look_text", "look_motion"];
/// The attributes of `<html>`, in the same order.
pub const ATTRIBUTES: [&str; 4] = ["data-theme", "data-density", "data-text", "data-motion"];

macro_rules! choice {
    ($(#[$about:meta])* $name:ident { $($(#[$each:meta])* $variant:ident $key:literal $label:expr;)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub enum $name {
            $($(#[$each])* $variant,)+
        }

        impl $name {
            /// Every choice; the first is the one that nobody made.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// What stands in the cookie and in the document.
            pub fn key(self) -> &'static str {
                match self {
                    $(Self::$variant => $key,)+
                }
            }

            /// The choice in words.
            pub fn label(self) -> &'static str {
                match self {
                    $(Self::$variant => $label.said(),)+
                }
            }

            /// The choice of that key; for anything else the one that nobody made.
            pub fn of(key: &str) -> Self {
                Self::ALL.iter().copied().find(|one| one.key() == key).unwrap_or_default()
            }

            /// What stands on `<html>`; nothing where nothing was chosen.
            pub fn attribute(self) -> Option<&'static str> {
                (self != Self::default()).then(|| self.key())
            }
        }
    };
}

choice! {
    /// 配色
    Theme {
        /// 随系统
        #[default]
        System "system" w::BY_SYSTEM;
        /// 浅色
        Light "light" w::LIGHT;
        /// 深色
        Dark "dark" w::DARK;
        /// 高对比度（浅色）
        Contrast "contrast" w::CONTRAST;
        /// 高对比度（深色）
        ContrastDark "contrast-dark" w::CONTRAST_DARK;
    }
}

choice! {
    /// 疏密
    Density {
        /// 宽松
        #[default]
        Comfortable "comfortable" w::COMFORTABLE;
        /// 紧凑
        Compact "compact" w::COMPACT;
    }
}

choice! {
    /// 字号
    TextSize {
        /// 标准
        #[default]
        Ordinary "ordinary" w::ORDINARY;
        /// 大字
        Large "large" w::LARGE;
    }
}

choice! {
    /// 动效
    Motion {
        /// 随系统
        #[default]
        System "system" w::BY_SYSTEM;
        /// 减少动效
        Reduced "reduced" w::REDUCED;
    }
}

impl Theme {
    /// The colour of the header's band (`--band` in `style/tokens.css`), which a browser gives its own frame; where nothing is chosen
    /// that of the light theme.
    pub fn band(self) -> &'static str {
        match self {
            Self::System | Self::Light => "#0f4c64",
            Self::Dark => "#0d3444",
            Self::Contrast => "#00293a",
            Self::ContrastDark => "#00131c",
        }
    }

    /// What a browser paints before the style sheet is there.
    pub fn color_scheme(self) -> &'static str {
        match self {
            Self::System => "light dark",
            Self::Light | Self::Contrast => "light",
            Self::Dark | Self::ContrastDark => "dark",
        }
    }
}

/// All that is chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Appearance {
    /// 配色
    pub theme: Theme,
    /// 疏密
    pub density: Density,
    /// 字号
    pub text: TextSize,
    /// 动效
    pub motion: Motion,
}

impl Appearance {
    /// Out of what is said of each, in the order of [`CONTROLS`].
    pub fn of([theme, density, text, motion]: [&str; 4]) -> Self {
        Self {
            theme: Theme::of(theme),
            density: Density::of(density),
            text: TextSize::of(text),
            motion: Motion::of(motion),
        }
    }

    /// Out of the cookie's value; what does not read is not chosen.
    pub fn read(cookie: &str) -> Self {
        let mut parts = cookie.split('.');
        Self::of(std::array::from_fn(|_| parts.next().unwrap_or_default()))
    }

    /// As the cookie holds it.
    pub fn written(self) -> String {
        [self.theme.key(), self.density.key(), self.text.key(), self.motion.key()].join(".")
    }

    /// What is chosen in the browser that asks.
    #[cfg(feature = "ssr")]
    pub fn here() -> Self {
        crate::api::session::cookie(COOKIE).map(|cookie| Self::read(&cookie)).unwrap_or_default()
    }

    /// What is chosen in this browser: the server wrote it on the document.
    #[cfg(not(feature = "ssr"))]
    pub fn here() -> Self {
        let root = leptos::prelude::document().document_element();
        let said = ATTRIBUTES
            .map(|name| root.as_ref().and_then(|root| root.get_attribute(name)).unwrap_or_default());
        Self::of(said.each_ref().map(String::as_str))
    }
}

/// Where one goes after the choice: back to a page of this site and nowhere else.
#[cfg(feature = "ssr")]
pub fn back_to(asked: &str) -> String {
    crate::api::address::safe(asked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again_and_anything_else_is_not_chosen() {
        for theme in Theme::ALL {
            for density in Density::ALL {
                for text in TextSize::ALL {
                    for motion in Motion::ALL {
                        let one =
                            Appearance { theme: *theme, density: *density, text: *text, motion: *motion };
                        assert_eq!(Appearance::read(&one.written()), one);
                    }
                }
            }
        }
        let none = Appearance::default();
        for odd in ["", ".", "....", "DARK", "\"><script>.x.y.z", "system.compact-ish"] {
            assert_eq!(Appearance::read(odd), none, "{odd}");
        }
        let dark = Appearance::read("dark");
        assert_eq!((dark.theme, dark.density), (Theme::Dark, Density::Comfortable));
        assert_eq!(Appearance::read("dark.compact.large.reduced.more").motion, Motion::Reduced);
    }

    #[test]
    fn what_nobody_chose_is_not_said_in_the_document() {
        assert_eq!(Theme::default().attribute(), None);
        assert_eq!(Theme::ContrastDark.attribute(), Some("contrast-dark"));
        assert_eq!(Motion::default().attribute(), None);
        assert_eq!(TextSize::Large.attribute(), Some("large"));
    }
}
