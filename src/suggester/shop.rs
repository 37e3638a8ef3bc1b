//! The shop with a search box: what fits a typed query, page by page.

use super::Suggester;
use super::answer::{Asked, Count, Offered};
use crate::catalog::{Address, Browse, Page, Place, Shelf};
use crate::conversation::Conversation;
use crate::error::Result;
use crate::intent::Wish;
use crate::privacy;
use std::collections::HashMap;

/// So many products of a query can be paged through: whoever wants more narrows the search.
const SEARCHED: usize = 1000;

impl Suggester {
    /// A page of what fits the conversation's [`query`](Conversation::query), best first unless `browse` says otherwise, among the
    /// products that `browse` asks for; without a query, [`Catalog::browse`](crate::Catalog::browse). Facets are counted over all that
    /// fit. Nobody needs to have opted in: typing is the consent for that text, and nothing else of the chat is read. At most a
    /// thousand products of a query are paged through.
    ///
    /// The total counts products that only their text shows to be restricted; those are not on the pages.
    ///
    /// ```
    /// use shoptalk::{Browse, Catalog, Conversation, Feed, Suggester};
    /// let catalog = Catalog::in_memory()?;
    /// let feed = "id,title,link,price\n1,Desk lamp,https://shop.example/1,20 USD\n2,Floor lamp,https://shop.example/2,50 USD\n";
    /// catalog.import("shop", [Feed::from_bytes("shop.csv", feed)])?;
    /// let suggester = Suggester::new(catalog);
    /// let chat = Conversation::new().query("floor lamp");
    /// let first = suggester.search(&chat, &Browse::new().size(1))?;
    /// assert_eq!((first.products[0].id.as_str(), first.total), ("2", 2));
    /// let second = suggester.search(&chat, &Browse::new().size(1).after(first.next.unwrap()))?;
    /// assert_eq!((second.products[0].id.as_str(), second.next), ("1", None));
    /// # Ok::<(), shoptalk::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Catalog::browse`](crate::Catalog::browse); nothing that is typed makes one.
    pub fn search(&self, chat: &Conversation, browse: &Browse) -> Result<Page> {
        let settings = &self.0.settings;
        let admitted = privacy::admit(chat, settings.consent, settings.window);
        let now = admitted.clock();
        let browse = browse.within(now, chat.market.as_deref());
        if settings.launched(chat).is_err() {
            return Ok(Browse::nothing());
        }
        if admitted.query().is_none_or(|query| query.trim().is_empty()) {
            return self.0.catalog.browse(&browse);
        }
        let snapshot = self.0.catalog.snapshot();
        let Ok(intent) = self.understand(chat, &admitted, &snapshot) else {
            return Ok(Browse::nothing());
        };
        let shelf = Shelf::new(&snapshot, &browse, now)?;
        let asked = Asked {
            inner: &self.0,
            snapshot: &snapshot,
            chat,
            now,
        };
        // A typed query is one wish.
        match intent.wishes.first() {
            Some(wish) => asked.page(wish, &shelf),
            None => Ok(Browse::nothing()),
        }
    }
}

impl Asked<'_> {
    fn page(&self, wish: &Wish, shelf: &Shelf<'_>) -> Result<Page> {
        let mut query = self.query(wish);
        query.shelf = Some(shelf);
        let count = Count {
            candidates: SEARCHED,
            products: SEARCHED,
            // A page of what is alike is what a search is for.
            diversity: 0.0,
        };
        let (candidates, order) = self.ranked(wish, &query, count)?;
        let ranked = order.iter().map(|ranked| {
            let candidate = &candidates[ranked.at];
            let place = match shelf.is_by_relevance() {
                true => Place::of_score(ranked.score, candidate.tie),
                false => shelf.place(candidate.address),
            };
            (place, (candidate.address, ranked.score))
        });
        let places: Vec<(Place, (Address, f32))> = ranked.collect();
        let all: Vec<Address> = places.iter().map(|(_, (address, _))| *address).collect();
        let place_of: HashMap<Address, Place> = places.iter().map(|(place, (address, _))| (*address, *place)).collect();
        let (mut products, mut next, mut last) = (Vec::new(), None, None);
        for (place, (address, score)) in shelf.behind(places) {
            let Some(Offered { mut product, offers }) = self.best_offer(address, wish, &query)? else {
                continue;
            };
            // Shown where the first of its offers stands.
            if offers.iter().any(|offer| place_of.get(offer).is_some_and(|other| *other < place)) {
                continue;
            }
            if products.len() == shelf.size() {
                next = last;
                break;
            }
            product.score = score;
            products.push(product);
            last = Some(place);
        }
        shelf.page(products, &all, next)
    }
}
