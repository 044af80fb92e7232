//! Goes over what nothing is looked for in. It is read as the rest is, and as strictly, but nothing is kept of it.

use super::super::document::{MAX_DEPTH, Stop};
use super::{Reader, end_of_string};

/// The containers around the current place, the innermost the last: a bit that is 1 for an object. There are less than 64.
struct Around {
    objects: u64,
    count: u8,
}

impl Around {
    fn enter(&mut self, is_object: bool) {
        self.objects = self.objects << 1 | u64::from(is_object);
        self.count += 1;
    }

    fn leave(&mut self) {
        self.objects >>= 1;
        self.count -= 1;
    }

    fn is_object(&self) -> bool {
        self.objects & 1 == 1
    }
}

impl Reader<'_> {
    /// Goes behind a value.
    pub(super) fn pass(&mut self, depth: u8) -> Result<(), Stop> {
        let mut around = Around { objects: 0, count: 0 };
        loop {
            let mut first = false;
            match self.token() {
                None => return Err(Stop::End),
                Some(b'"') => {
                    self.string()?;
                }
                Some(b'{' | b'[') if depth + around.count >= MAX_DEPTH => self.skip()?,
                Some(bracket @ (b'{' | b'[')) => {
                    self.at += 1;
                    around.enter(bracket == b'{');
                    first = true;
                }
                Some(_) => {
                    self.bare()?;
                }
            }
            if !self.pass_to_value(&mut around, first)? {
                return Ok(());
            }
        }
    }

    /// Goes behind brackets that close, commas and the name of a member to the next value; gives whether there is one around which
    /// anything stands.
    fn pass_to_value(&mut self, around: &mut Around, mut first: bool) -> Result<bool, Stop> {
        while around.count > 0 {
            let is_object = around.is_object();
            // As most bodies have it, without white space; everything else is left to who reads the rest.
            let name = match (self.rest(), first) {
                ([b'"', ..], true) if is_object => self.at + 1,
                ([b',', b'"', ..], false) if is_object => self.at + 2,
                ([b'}', ..], _) if is_object => {
                    self.at += 1;
                    around.leave();
                    first = false;
                    continue;
                }
                _ => 0,
            };
            if name > 0
                && let Some((end, _)) = end_of_string(self.bytes, name)
                && self.bytes.get(end) == Some(&b':')
            {
                self.at = end + 1;
                return Ok(true);
            }
            if self.another(if is_object { b'}' } else { b']' }, first)? {
                if is_object {
                    self.name()?;
                }
                return Ok(true);
            }
            around.leave();
            first = false;
        }
        Ok(false)
    }

    /// Goes behind the container that begins here and is too deep, whatever stands in it.
    pub(super) fn skip(&mut self) -> Result<(), Stop> {
        self.document.too_deep = true;
        let mut depth: usize = 0;
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => {
                    self.string()?;
                    continue;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return Ok(());
            }
        }
        Err(Stop::End)
    }
}
