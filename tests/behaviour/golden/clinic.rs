mod __Clinic_ac15392b {
    #[allow(clippy::wildcard_imports, unused_imports)]
    use super::*;
    /// Errors of the clinic.
    /**

Errors of Clinic API, version 1.2.0: the 3 entries of the catalog `clinic`.*/
    #[allow(
        clippy::doc_markdown,
        clippy::too_long_first_doc_paragraph,
        clippy::doc_lazy_continuation,
        clippy::enum_variant_names
    )]
    #[derive(
        ::error_runtime::__private::Clone,
        ::error_runtime::__private::Copy,
        ::error_runtime::__private::PartialEq,
        ::error_runtime::__private::Eq,
        ::error_runtime::__private::PartialOrd,
        ::error_runtime::__private::Ord,
        ::error_runtime::__private::Hash,
    )]
    #[repr(u16)]
    #[non_exhaustive]
    pub enum Clinic {
        /// The slot is taken.
        ///
        /// **409 Conflict** · code `SLOT_TAKEN` · category `booking` · retry `never`
        ///
        /// Message: `Slot {slot} is taken, try {other}.`
        ///
        /// Action: Ask for the free slots again.
        SlotTaken,
        /// There is no slot.
        ///
        /// **409 Conflict** · code `NO_SLOT` · category `booking` · retry `never`
        #[deprecated(note = "sent by version 1.0; use `SlotTaken` instead")]
        NoSlot,
        /// Log in first.
        ///
        /// **401 Unauthorized** · code `20003`
        ///
        /// The token is missing or **no longer** valid.
        Login,
    }
    #[allow(dead_code)]
    impl Clinic {
        /// Returns all entries in the order of the catalog.
        #[must_use]
        #[inline]
        pub const fn all() -> &'static [Self] {
            Self::__all::<()>()
        }
        #[allow(deprecated, clippy::extra_unused_type_parameters)]
        const fn __all<Unused_>() -> &'static [Self] {
            use self::Clinic as Enum_;
            {
                use Enum_::*;
                &[SlotTaken, NoSlot, Login]
            }
        }
        /// The number of entries.
        pub const COUNT: ::error_runtime::__private::primitive::usize = 3usize;
        /// Returns everything the catalog says about this entry.
        #[inline]
        #[must_use]
        pub const fn entry(self) -> ::error_runtime::Entry<'static> {
            self.__entry::<()>()
        }
        #[allow(clippy::extra_unused_type_parameters)]
        const fn __entry<Unused_>(self) -> ::error_runtime::Entry<'static> {
            ::error_runtime::__private::entry(
                <Self as ::error_runtime::Catalog>::DATA,
                self as ::error_runtime::__private::primitive::usize,
            )
        }
        ///Returns the entry's name, which is unique in the catalog.
        #[inline]
        #[must_use]
        pub const fn name(self) -> &'static ::error_runtime::__private::primitive::str {
            self.entry().name()
        }
        ///Returns the code in the response, if any. Several entries may have the same code.
        #[inline]
        #[must_use]
        pub const fn code(
            self,
        ) -> ::error_runtime::__private::Option<::error_runtime::Code<'static>> {
            self.entry().code()
        }
        ///Returns the HTTP status code.
        #[inline]
        #[must_use]
        pub const fn status(self) -> ::error_runtime::__private::primitive::u16 {
            self.entry().status()
        }
        ///Returns the reason phrase of the status (RFC 9110, section 15).
        #[inline]
        #[must_use]
        pub const fn reason(
            self,
        ) -> &'static ::error_runtime::__private::primitive::str {
            self.entry().reason()
        }
        ///Returns the short, constant summary.
        #[inline]
        #[must_use]
        pub const fn title(self) -> &'static ::error_runtime::__private::primitive::str {
            self.entry().title()
        }
        ///Returns the FHIR issue severity.
        #[inline]
        #[must_use]
        pub const fn severity(self) -> ::error_runtime::Severity {
            self.entry().severity()
        }
        ///Returns the FHIR issue type.
        #[inline]
        #[must_use]
        pub const fn issue_type(
            self,
        ) -> ::error_runtime::__private::Option<::error_runtime::IssueType> {
            self.entry().issue_type()
        }
        ///Returns whether the same request may be sent again.
        #[inline]
        #[must_use]
        pub const fn retry(
            self,
        ) -> ::error_runtime::__private::Option<::error_runtime::Retry> {
            self.entry().retry()
        }
        ///Returns the delay before a retry.
        #[inline]
        #[must_use]
        pub const fn retry_after(
            self,
        ) -> ::error_runtime::__private::Option<::core::time::Duration> {
            self.entry().retry_after()
        }
        ///Returns the recommended action for developers of clients.
        #[inline]
        #[must_use]
        pub const fn action(
            self,
        ) -> ::error_runtime::__private::Option<
            &'static ::error_runtime::__private::primitive::str,
        > {
            self.entry().action()
        }
        ///Returns a text that is suitable for end users.
        #[inline]
        #[must_use]
        pub const fn user_message(
            self,
        ) -> ::error_runtime::__private::Option<
            &'static ::error_runtime::__private::primitive::str,
        > {
            self.entry().user_message()
        }
        ///Returns the longer explanation in Markdown.
        #[inline]
        #[must_use]
        pub const fn description(
            self,
        ) -> ::error_runtime::__private::Option<
            &'static ::error_runtime::__private::primitive::str,
        > {
            self.entry().description()
        }
        ///Returns the display of the code.
        #[inline]
        #[must_use]
        pub const fn display(
            self,
        ) -> ::error_runtime::__private::Option<
            &'static ::error_runtime::__private::primitive::str,
        > {
            self.entry().display()
        }
        ///Returns the URL of the entry's documentation.
        #[inline]
        #[must_use]
        pub const fn doc_url(
            self,
        ) -> ::error_runtime::__private::Option<
            &'static ::error_runtime::__private::primitive::str,
        > {
            self.entry().doc_url()
        }
        ///Returns the first version of the API with this entry.
        #[inline]
        #[must_use]
        pub const fn since(
            self,
        ) -> ::error_runtime::__private::Option<
            &'static ::error_runtime::__private::primitive::str,
        > {
            self.entry().since()
        }
        ///Returns the note of a deprecated entry, which may be empty.
        #[inline]
        #[must_use]
        pub const fn deprecated(
            self,
        ) -> ::error_runtime::__private::Option<
            &'static ::error_runtime::__private::primitive::str,
        > {
            self.entry().deprecated()
        }
        ///Returns the codes that clients recognize as this entry and servers never send.
        #[inline]
        #[must_use]
        pub const fn aliases(self) -> ::error_runtime::Strings<'static> {
            self.entry().aliases()
        }
        ///Returns the labels of the entry.
        #[inline]
        #[must_use]
        pub const fn tags(self) -> ::error_runtime::Strings<'static> {
            self.entry().tags()
        }
        ///Returns the HTTP methods whose responses can have this entry; empty for any.
        #[inline]
        #[must_use]
        pub const fn methods(self) -> ::error_runtime::Strings<'static> {
            self.entry().methods()
        }
        ///Returns patterns of the URL paths whose responses can have this entry; empty for any.
        #[inline]
        #[must_use]
        pub const fn endpoints(self) -> ::error_runtime::Strings<'static> {
            self.entry().endpoints()
        }
        ///Returns the parameters of the entry.
        #[inline]
        #[must_use]
        pub const fn parameters(self) -> ::error_runtime::Parameters<'static> {
            self.entry().parameters()
        }
        ///Returns the description of the response.
        #[inline]
        #[must_use]
        pub const fn response(self) -> ::error_runtime::Response<'static> {
            self.entry().response()
        }
        /// Returns the category of the entry.
        #[inline]
        #[must_use]
        pub const fn category(
            self,
        ) -> ::error_runtime::__private::Option<clinic::Category> {
            match self.entry().category() {
                ::error_runtime::__private::Option::Some(
                    category,
                ) if category.position() < clinic::Category::all().len() => {
                    ::error_runtime::__private::Option::Some(
                        clinic::Category::all()[category.position()],
                    )
                }
                _ => ::error_runtime::__private::Option::None,
            }
        }
        /// Returns the entry to use instead of this one.
        #[inline]
        #[must_use]
        pub const fn replaced_by(self) -> ::error_runtime::__private::Option<Self> {
            match self.entry().replaced_by() {
                ::error_runtime::__private::Option::Some(
                    entry,
                ) if entry.position() < Self::COUNT => {
                    ::error_runtime::__private::Option::Some(
                        Self::all()[entry.position()],
                    )
                }
                _ => ::error_runtime::__private::Option::None,
            }
        }
        /// Returns the metadata with a name (`x-…`) as JSON.
        #[inline]
        #[must_use]
        pub const fn metadata(
            self,
            name: &::error_runtime::__private::primitive::str,
        ) -> ::error_runtime::__private::Option<
            &'static ::error_runtime::__private::primitive::str,
        > {
            self.entry().metadata(name)
        }
        /// Returns the metadata with a name (`x-…`) if it is a string, without quotes and escapes.
        #[inline]
        #[must_use]
        pub const fn metadata_text(
            self,
            name: &::error_runtime::__private::primitive::str,
        ) -> ::error_runtime::__private::Option<
            &'static ::error_runtime::__private::primitive::str,
        > {
            self.entry().metadata_text(name)
        }
        /// Returns all entries with a code, in the order of the catalog. An integer code is compared with its digits.
        #[inline]
        pub fn by_code(
            code: &::error_runtime::__private::primitive::str,
        ) -> ::error_runtime::ByCode<Self> {
            <Self as ::error_runtime::Catalog>::by_code(code)
        }
        /// Returns the entry with exactly this name.
        #[inline]
        #[must_use]
        pub fn from_name(
            name: &::error_runtime::__private::primitive::str,
        ) -> ::error_runtime::__private::Option<Self> {
            <Self as ::error_runtime::Catalog>::from_name(name)
        }
    }
    #[automatically_derived]
    impl ::error_runtime::Catalog for Clinic {
        const DATA: ::error_runtime::Data<'static> = ::error_runtime::Data::new(
            b"EC\0\r\x03\0\x01\0\x01\0\x03\0{\x07\0\0\x8B\x07\0\0\x9B\x07\0\0<\x03\0\0I\x03\0\0K\x03\0\0\x0B\x07\0\0\x9D\x07\0\0\0\0@\0\0\0\0\0\x99\x01\x99\x01\x99\x01\0\0\0\0\xFF\xFF\xFF\xFF\x01\xFF\0\x01\xFF\xFF\xFF\xFF\\\0\0\0\n\0\0\0\\\0\0\0\n\0\0\0\xBE\x02\0\0\xF4\x01\0\0\xF0\0\0\0\x99\x01\x99\x01\x99\x01\0\0\0\0\0\0\xFF\xFF\x01\xFF\0\x01\xFF\xFF\xFF\xFF\xA5\0\0\0\x07\0\0\0\xA5\0\0\0\x07\0\0\0\xE7\x02\0\0>\x02\0\0\x12\x02\0\0\x91\x01\x91\x01\x91\x01\xFF\xFF\0\0\xFF\xFF\xFF\xFF\x01\xFF\xFF\x02\xFF\xFF\xFF\xFF\xAA\x01\0\0\x05\0\0\0\xF5\0\0\0\x05\0\0\0\xF4\x02\0\0\xA0\x02\0\0\\\x02\0\0\xAF\x01\0\0\x07\0\0\0\x01\x03\0\0\xD6\x01\0\0\x07\0\0\0\xDD\x01\0\0\x10\0\0\0\0\0\n\x03\0\0\x0B\x03\0\0\t!\0\0\0\0\0\0\x1F\0\x03\0\x03 \x01\0\x1F\0\0\0\x06\0\0\0\x03!\x01\0%\0\0\0\x0F\0\0\0\n\0\0\x004\0\0\0\x02\0\x01\0\x01\0\0\x006\0\0\0\x04\0\0\0\0\0\0\0:\0\0\0\x01\0\0\0\t!\0\0\0\0\0\0\0\0\x03\0\x03 \0\0;\0\0\0\x05\0\0\0\x03!\0\0%\0\0\0\x0F\0\0\0\n\0\0\0@\0\0\0\x01\0\x01\0\x01\0\0\0A\0\0\0\x11\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x03\"\0\0R\0\0\0\n\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\\\0\0\0\n\0\0\0\t!\0\0\0\0\0\0\0\0\x03\0\x03 \0\0;\0\0\0\x05\0\0\0\x03!\0\0%\0\0\0\x0F\0\0\0\n\0\0\0@\0\0\0\x01\0\x01\0\x0E\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x98\x01\0\0\xA4\x01\0\0\xF0\0\0\0\xFF\xFF\xFF\xFF8\x01\0\0\x80\x01\0\0\xFF\xFF\xFF\xFF\xEC\x01\0\0\xF4\x01\0\0\0\0\0\0\0\0f\0\0\0/\0\0\0\0\0\0\0\x95\0\0\0\x10\0\0\0\0\0\0\0\xA5\0\0\0\x07\0\0\0*\x02\0\0\x1E\x02\0\0\x12\x02\0\0\xFF\xFF\xFF\xFF\x1E\x02\0\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF6\x02\0\0\xF4\x01\0\0\0\0\0\0\0\0\xAC\0\0\0\x06\0\0\0\0\0\0\0\xC2\0\0\0'\0\0\0\0\0\0\0\xE9\0\0\0\x0C\0\0\0\0\0\0\0\xF5\0\0\0\x05\0\0\0\x80\x02\0\0t\x02\0\0\xB2\0\0\0\x10\0\0\0\\\x02\0\0h\x02\0\0\xFF\xFF\xFF\xFFt\x02\0\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x8C\x02\0\0\x94\x02\0\0\x01\0\x01\xFA\x01\t\x02A\x11\x04\x83\x02\x1D\x0E\xA0\x02\x04\x0F\x05\0\x10\xA4\x02\x1C\x11\xC0\x02\x14\x0E\xD4\x02\x05\x0F\0\x04\x0E\xD9\x02\x07\x0F\0\x02\0\x01\xE0\x02\x06\x02\x95\x01\x10\x08\xE6\x02\x13\0\x01\xF9\x02\x05\x02\xE9\x01\x0C\x03\xFE\x02,\0\x01\xB6\x03\x07\x02\xBD\x03\x19\0\0\xFF\xFF\x02\0B\0\0\0\0\0\0\0\x1C\x03\0\0\0\0\0\0\0\x01\0\0\0\x0C\x01\0\0\0\0\x02\0\x03\0\x04\0\x01\0\x14\x06\0\0\0\0\0\0\0\0\x12\xED\x03\x06\x13\xF3\x03\x05\x02\xF8\x03\n\0\0\0\x02\x02\0\0\x03\0\0\0\0\0\x01\0\x17\0\x01\x05\x02\0\0\x07\0\0\0\0\0\0\0\0\0\x01\x0C\x02\0\0\t\0\0\0\0\0\0\0\0\0\x01\x15\x02\0\0\n\0\0\0\0\0\0\0\0\0\x01\x1F\x02\0\0\n\0\0\0\0\0\0\0\0\0\x01)\x02\0\0\x08\0\0\0\0\0\x18\0\x14\0\x011\x02\0\0\x0F\0\0\0\0\0\0\0\0\0\x01@\x02\0\0\x05\0\0\0\0\0\0\0\0\0\x01E\x02\0\0\x0B\0\0\0\0\0\0\0\0\0\x01P\x02\0\0\n\0\0\0\0\0,\0\x02\0\x01Z\x02\0\0\x0E\0\0\0\0\0\0\0\0\0\x01h\x02\0\0\r\0\0\0\0\0\0\0\0\0\x01u\x02\0\0\x0B\0\0\0\0\0\0\0\0\0\x01\x80\x02\0\0\t\0\0\0\0\0\0\0\0\0\x01\x89\x02\0\0\x08\0\0\0\0\0.\0\x01\0\x01\x91\x02\0\0\x14\0\0\0\0\0\0\0\0\0\x01\xA5\x02\0\0\x0E\0\0\0\0\0\0\0\0\0\x01\xB3\x02\0\0\x08\0\0\0\0\0\0\0\0\0\x01\xBB\x02\0\0\x08\0\0\0\0\0/\0\x01\0\x01\xC3\x02\0\0\t\0\0\0\0\x000\0\x03\0\x01\xCC\x02\0\0\x0F\0\0\0\0\0\0\0\0\0\x01\xDB\x02\0\0\n\0\0\0\0\0\0\0\0\0\x01\xE5\x02\0\0\x08\0\0\0\0\0\0\0\0\0\x01\xED\x02\0\0\t\0\0\0\0\0\0\0\0\0\x011\x02\0\0\x0F\0\0\0\x05\0\0\0\0\0\x01@\x02\0\0\x05\0\0\0\x05\0\0\0\0\0\x01E\x02\0\0\x0B\0\0\0\x05\0\0\0\0\0\x01\x05\x02\0\0\x07\0\0\0\x05\0\0\0\0\0\x01P\x02\0\0\n\0\0\0\x05\x003\0\x02\0\x01Z\x02\0\0\x0E\0\0\0\x05\0\0\0\0\0\x01h\x02\0\0\r\0\0\0\x05\0\0\0\0\0\x01u\x02\0\0\x0B\0\0\0\x05\0\0\0\0\0\x01\x1F\x02\0\0\n\0\0\0\x05\0\0\0\0\0\x01\x80\x02\0\0\t\0\0\0\x05\0\0\0\0\0\x01\x89\x02\0\0\x08\0\0\0\x05\x005\0\x01\0\x01\x91\x02\0\0\x14\0\0\0\x05\0\0\0\0\0\x01\xA5\x02\0\0\x0E\0\0\0\x05\0\0\0\0\0\x01\xB3\x02\0\0\x08\0\0\0\x05\0\0\0\0\0\x01\xBB\x02\0\0\x08\0\0\0\x05\x006\0\x01\0\x01\xC3\x02\0\0\t\0\0\0\x05\x007\0\x03\0\x01\xCC\x02\0\0\x0F\0\0\0\x05\0\0\0\0\0\x01\xDB\x02\0\0\n\0\0\0\x05\0\0\0\0\0\x01\xE5\x02\0\0\x08\0\0\0\x05\0\0\0\0\0\x01\xED\x02\0\0\t\0\0\0\x05\0\0\0\0\0\x01\xF6\x02\0\0\x07\0\0\0\t\0\0\0\0\0\x01\xFD\x02\0\0\t\0\0\0\t\0:\0\x03\0\x01\x1F\x02\0\0\n\0\0\0\x0E\0\0\0\0\0\x01\x06\x03\0\0\x0E\0\0\0\x12\0\0\0\0\0\x01\x80\x02\0\0\t\0\0\0\x13\0\0\0\0\0\x01\x1F\x02\0\0\n\0\0\0\x13\0\0\0\0\0\x01\xB3\x02\0\0\x08\0\0\0\x13\0\0\0\0\0\x01\xF6\x02\0\0\x07\0\0\0\x1C\0\0\0\0\0\x01\xFD\x02\0\0\t\0\0\0\x1C\0=\0\x03\0\x01\x1F\x02\0\0\n\0\0\0\"\0\0\0\0\0\x01\x06\x03\0\0\x0E\0\0\0&\0\0\0\0\0\x01\x80\x02\0\0\t\0\0\0'\0\0\0\0\0\x01\x1F\x02\0\0\n\0\0\0'\0\0\0\0\0\x01\xB3\x02\0\0\x08\0\0\0'\0\0\0\0\0\x01\x05\x02\0\0\x07\0\0\0-\0\0\0\0\0\x01\x0C\x02\0\0\t\0\0\0-\0\0\0\0\0\x01\x15\x02\0\0\n\0\0\0-\0\0\0\0\0\x01\x05\x02\0\0\x07\0\0\x004\0\0\0\0\0\x01\x0C\x02\0\0\t\0\0\x004\0\0\0\0\0\x01\x15\x02\0\0\n\0\0\x004\0\0\0\0\0\x01\0\0\x06\0\x07\0\x08\0\x01\0,\0-\0:\0;\0<\0\n\0\x0B\0\x0C\0\x04\0\r\0.\0\x0F\0\x10\0\x11\0/\x000\x001\x002\0\x14\0\x0E\0\x15\0\x16\0\x17\0\x05\0\x18\0\x19\0\x1A\0\x1B\x003\x004\0=\0>\0?\0\x1D\0\x1E\0\x1F\0 \0!\x005\0#\0$\0%\x006\x007\08\09\0(\0\"\0)\0*\0+\0\xFF\xFF\xFF\xFF\0\0\x01\0\xFF\xFF\x02\0\xFF\xFF\xFF\xFF\x02\0\xFF\xFF\0\0\x01\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF",
            r#"{"code":"SLOT_TAKEN","message":"Slot  is taken, try ."null}Slot .The slot is takenwanted by SLOT_TAKEN{"code":"NO_SLOT","message":"There is no slot"}There is no slotNO_SLOTBearerWWW-Authenticate{"code":20003,"message":"Log in first"}Log in first20003SlotTakenAsk for the free slots again.slotThe slot that was asked for.2026-01-31T09:30:00ZotherpatientNoSlotsent by version 1.0LoginThe token is missing or **no longer** valid.LOGINbookingBookingA booking is not possibledefaultapplication/jsonclinic1.2.0Clinic API"":"code":"system":"display":"message":"issue":"resourceType":"id":"severity":"details":"diagnostics":"expression":"location":"detail":"error":"error_description":"description":"title":"fault":"errors":"errorMessage":"Message":"Error":"reason":"text":"coding":"faultstring":"#,
        );
        #[inline]
        fn all() -> &'static [Self] {
            Self::all()
        }
        #[inline]
        fn position(self) -> ::error_runtime::__private::primitive::usize {
            self as ::error_runtime::__private::primitive::usize
        }
    }
    const _: () = ::error_runtime::__private::assert!(
        < Clinic as ::error_runtime::Catalog > ::DATA.is_current(),
        "error-runtime and error-macros have different versions"
    );
    #[automatically_derived]
    impl ::error_runtime::__private::fmt::Debug for Clinic {
        #[inline]
        fn fmt(
            &self,
            f: &mut ::error_runtime::__private::fmt::Formatter<'_>,
        ) -> ::error_runtime::__private::fmt::Result {
            ::error_runtime::__private::fmt_debug(*self, f)
        }
    }
    #[automatically_derived]
    impl ::error_runtime::__private::fmt::Display for Clinic {
        #[inline]
        fn fmt(
            &self,
            f: &mut ::error_runtime::__private::fmt::Formatter<'_>,
        ) -> ::error_runtime::__private::fmt::Result {
            ::error_runtime::__private::fmt_display(*self, f)
        }
    }
    #[automatically_derived]
    impl ::error_runtime::__private::FromStr for Clinic {
        type Err = ::error_runtime::UnknownName;
        #[inline]
        fn from_str(
            name: &::error_runtime::__private::primitive::str,
        ) -> ::error_runtime::__private::Result<Self, ::error_runtime::UnknownName> {
            ::error_runtime::__private::from_str(name)
        }
    }
    ::error_runtime::__impl_serde!(Clinic);
    ///The errors of [`Clinic`], by the names of their entries.
    #[allow(
        clippy::doc_markdown,
        clippy::too_long_first_doc_paragraph,
        clippy::module_inception,
        clippy::enum_glob_use,
        clippy::enum_variant_names,
        clippy::struct_field_names,
        clippy::struct_excessive_bools,
        dead_code,
        unused_imports
    )]
    pub mod clinic {
        ///The errors that need no arguments.
        #[derive(::error_runtime::__private::Clone, ::error_runtime::__private::Copy)]
        #[repr(u16)]
        pub enum NoArguments_ {
            /// The error `NO_SLOT`: There is no slot.
            #[deprecated(note = "sent by version 1.0; use `SlotTaken` instead")]
            NoSlot = 1,
            /// The error `LOGIN`: Log in first.
            Login = 2,
        }
        #[doc(no_inline)]
        pub use self::NoArguments_::*;
        /// The categories of the catalog.
        #[derive(
            ::error_runtime::__private::Clone,
            ::error_runtime::__private::Copy,
            ::error_runtime::__private::PartialEq,
            ::error_runtime::__private::Eq,
            ::error_runtime::__private::PartialOrd,
            ::error_runtime::__private::Ord,
            ::error_runtime::__private::Hash,
            ::error_runtime::__private::fmt::Debug,
        )]
        #[non_exhaustive]
        pub enum Category {
            ///`booking`: A booking is not possible
            Booking,
        }
        impl Category {
            /// Returns all categories in the order of the catalog.
            #[inline]
            #[must_use]
            pub const fn all() -> &'static [Self] {
                &[Self::Booking]
            }
        }
        /// The arguments of the error `SLOT_TAKEN`: The slot is taken.
        pub struct SlotTaken<'a, Slot_, Patient_> {
            /**The slot that was asked for.

Type `date-time`, for example `2026-01-31T09:30:00Z`.*/
            pub slot: Slot_,
            /**The value of the placeholder `{other}`.

Type `string`.*/
            pub other: ::error_runtime::__private::Option<
                &'a ::error_runtime::__private::primitive::str,
            >,
            /**The value of the placeholder `{patient}`.

Type `string`, personal: never sent to clients.*/
            pub patient: Patient_,
        }
    }
    #[allow(dead_code)]
    impl clinic::NoArguments_ {
        /// Returns the error.
        #[inline]
        #[must_use]
        pub const fn error(self) -> ::error_runtime::Error<Clinic> {
            ::error_runtime::Error::__from_entry(
                Clinic::all()[self as ::error_runtime::__private::primitive::usize],
            )
        }
    }
    #[automatically_derived]
    impl ::error_runtime::__private::From<clinic::NoArguments_>
    for ::error_runtime::Error<Clinic> {
        #[inline]
        fn from(error: clinic::NoArguments_) -> Self {
            error.error()
        }
    }
    #[allow(dead_code)]
    impl clinic::Category {
        /// Returns the name, as in responses.
        #[inline]
        #[must_use]
        pub const fn name(self) -> &'static ::error_runtime::__private::primitive::str {
            match self.facts() {
                ::error_runtime::__private::Option::Some(category) => category.name(),
                ::error_runtime::__private::Option::None => "",
            }
        }
        /// Returns everything the catalog says about this category.
        #[inline]
        #[must_use]
        pub const fn facts(
            self,
        ) -> ::error_runtime::__private::Option<::error_runtime::Category<'static>> {
            self.__facts::<()>()
        }
        #[allow(clippy::extra_unused_type_parameters)]
        const fn __facts<Unused_>(
            self,
        ) -> ::error_runtime::__private::Option<::error_runtime::Category<'static>> {
            <Clinic as ::error_runtime::Catalog>::DATA
                .category(self as ::error_runtime::__private::primitive::usize)
        }
    }
    #[automatically_derived]
    impl ::error_runtime::__private::fmt::Display for clinic::Category {
        #[inline]
        fn fmt(
            &self,
            f: &mut ::error_runtime::__private::fmt::Formatter<'_>,
        ) -> ::error_runtime::__private::fmt::Result {
            f.pad(self.name())
        }
    }
    #[automatically_derived]
    impl<
        'a,
        Slot_: ::error_runtime::DateTime,
        Patient_: ::error_runtime::__private::AsRef<
                ::error_runtime::__private::primitive::str,
            >,
    > ::error_runtime::__private::From<clinic::SlotTaken<'a, Slot_, Patient_>>
    for ::error_runtime::Error<Clinic> {
        fn from(values: clinic::SlotTaken<'a, Slot_, Patient_>) -> Self {
            ::error_runtime::Error::__from_parameters::<
                0,
            >(
                &[
                    ::error_runtime::__private::Value::date_time(&values.slot),
                    ::error_runtime::__private::Value::optional_text(values.other),
                    ::error_runtime::__private::Value::string(&values.patient),
                ],
            )
        }
    }
    const _: &[::error_runtime::__private::primitive::u8] = ::core::include_bytes!(
        "clinic.json"
    );
}
#[allow(unused_imports)]
pub use __Clinic_ac15392b::{Clinic, clinic};
