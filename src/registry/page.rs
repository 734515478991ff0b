//! How is a long list given out? A page at a time, from the record after a cursor.

/// A page of a list.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct Page<T> {
    /// The records of this page.
    pub items: Vec<T>,
    /// Where the next page begins; null at the end.
    pub next_cursor: Option<String>,
    /// How many records fit in all.
    pub total: usize,
}

impl<T> Page<T> {
    /// The page of a list in an order of its own: the cursor says how many come before it.
    pub(super) fn from<R>(records: &[R], cursor: Option<&str>, limit: usize, answer: impl Fn(&R) -> T) -> Page<T> {
        let start = cursor.and_then(|cursor| cursor.parse().ok()).unwrap_or(0usize).min(records.len());
        let end = start.saturating_add(limit).min(records.len());
        Page {
            items: records[start..end].iter().map(answer).collect(),
            next_cursor: (end < records.len()).then(|| end.to_string()),
            total: records.len(),
        }
    }

    /// The page of at most `limit` records that come after the record whose key is `cursor`; keys ascend.
    pub(super) fn after<R>(
        records: impl Iterator<Item = R>,
        cursor: Option<&str>,
        limit: usize,
        key: impl Fn(&R) -> String,
        answer: impl Fn(R) -> T,
    ) -> Page<T> {
        let mut page = Page { items: Vec::new(), next_cursor: None, total: 0 };
        let mut last = None;
        for record in records {
            page.total += 1;
            let passed = cursor.is_some_and(|cursor| key(&record).as_str() <= cursor);
            if passed {
                continue;
            }
            if page.items.len() < limit {
                last = Some(key(&record));
                page.items.push(answer(record));
            } else if page.next_cursor.is_none() {
                page.next_cursor = last.take();
            }
        }
        page
    }
}
