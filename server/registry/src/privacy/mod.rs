//! Privacy of minors (第二十五条): consents for optional items, and the yearly audit report (未成年人网络保护条例第三十七条).

mod audit;
mod consent;
mod erasure;
