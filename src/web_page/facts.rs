//! What a page says of itself: the generator that made it, and whether the browser draws it again.

use super::tags::StartTag;

/// What is known of a page as a whole.
#[derive(Debug, Default)]
pub struct Facts {
    /// The values of `<meta name="generator">`, in small letters.
    generators: Vec<String>,
    is_sphinx: bool,
    is_mdbook: bool,
    /// A mark of a framework that draws the page again in the browser.
    client: Option<Framework>,
    /// Whether it has a document type or a tag that only a whole page has.
    pub is_document: bool,
    /// The address in `<base>`.
    pub base: Option<String>,
    /// The language of the page.
    pub language: Option<String>,
    /// The addresses of style sheets and scripts in the head, in their order.
    pub assets: Vec<String>,
    /// Whether a policy in the page names each script by its sum.
    pub has_sums: bool,
    /// The URLs at which the page is, as it or the browser that saved it says.
    pub own_urls: Vec<String>,
}

/// A generator of documentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// MkDocs with the theme Material, and Zensical, which has the same mark-up.
    Material,
    /// Sphinx, with any theme.
    Sphinx,
    /// mdBook.
    MdBook,
    /// Starlight.
    Starlight,
    /// Docusaurus.
    Docusaurus,
    /// VitePress.
    VitePress,
    /// Next.js, with which Nextra is made.
    Next,
    /// Any other.
    Other,
}

/// A framework that draws a page again in the browser. There, elements that are added to the file are lost, and may take
/// text with them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Framework {
    /// Docusaurus, which uses React.
    Docusaurus,
    /// VitePress, which uses Vue.
    VitePress,
    /// Next.js, with which Nextra is made.
    Next,
    /// Nuxt.
    Nuxt,
    /// Gatsby.
    Gatsby,
    /// SvelteKit.
    SvelteKit,
    /// Angular.
    Angular,
    /// React by itself, in the versions that mark their root.
    React,
    /// Another one, such as a later React or Vue by itself.
    Unknown,
}

impl Framework {
    /// The name for readers of a message.
    pub fn name(self) -> &'static str {
        match self {
            Self::Docusaurus => "Docusaurus",
            Self::VitePress => "VitePress",
            Self::Next => "Next.js",
            Self::Nuxt => "Nuxt",
            Self::Gatsby => "Gatsby",
            Self::SvelteKit => "SvelteKit",
            Self::Angular => "Angular",
            Self::React => "React",
            Self::Unknown => "a framework such as React or Vue",
        }
    }

    /// Whether each page says that the framework draws it, and the drawn page says that this is done, so that a script
    /// can put links into it then. A later React marks only some pages, and Vue gives no sign for parts that it draws
    /// later.
    pub fn shows_when_drawn(self) -> bool {
        match self {
            Self::Docusaurus | Self::VitePress | Self::Next | Self::Gatsby | Self::React => true,
            Self::Nuxt | Self::SvelteKit | Self::Angular | Self::Unknown => false,
        }
    }
}

impl Kind {
    /// All kinds. The number of each is its place in this list.
    pub const ALL: [Self; 8] = [
        Self::Material,
        Self::Sphinx,
        Self::MdBook,
        Self::Starlight,
        Self::Docusaurus,
        Self::VitePress,
        Self::Next,
        Self::Other,
    ];

    /// The selectors of the main text, the best one first.
    pub fn main_text(self) -> &'static [&'static str] {
        match self {
            Self::Material => &["article.md-content__inner"],
            Self::Sphinx => &["[role=main]", "div.body"],
            // the second one is that of version 0.4
            Self::MdBook => &["#mdbook-content main", "#content main"],
            Self::Starlight => &[".sl-markdown-content"],
            // the second one is that of pages outside of the documentation, such as those of the blog
            Self::Docusaurus => &[".theme-doc-markdown", "article .markdown"],
            Self::VitePress => &[".vp-doc"],
            // that of Nextra
            Self::Next => &["main[data-pagefind-body]"],
            Self::Other => &["main", "[role=main]", "article"],
        }
    }
}

impl Facts {
    /// The generator.
    pub fn kind(&self) -> Kind {
        let is_by = |name: &str| self.generators.iter().any(|other| other.contains(name));
        if is_by("mkdocs-material") || is_by("zensical") {
            Kind::Material
        } else if is_by("starlight") {
            Kind::Starlight
        } else if self.is_sphinx || is_by("sphinx") {
            Kind::Sphinx
        } else if self.is_mdbook || is_by("mdbook") {
            Kind::MdBook
        } else {
            match self.framework() {
                Some(Framework::Docusaurus) => Kind::Docusaurus,
                Some(Framework::VitePress) => Kind::VitePress,
                Some(Framework::Next) => Kind::Next,
                _ => Kind::Other,
            }
        }
    }

    /// Whether comments in the middle of a text are marks of a framework that draws the page again. In pages of
    /// Astro and of the known generators, they are left over from components that are not drawn again.
    pub fn has_seams(&self) -> bool {
        let mut generators = self.generators.iter();
        self.kind() == Kind::Other && !generators.any(|name| name.starts_with("astro"))
    }

    /// The framework that draws the page again in the browser.
    pub fn framework(&self) -> Option<Framework> {
        let generators = [
            ("docusaurus", Framework::Docusaurus),
            ("vitepress", Framework::VitePress),
            ("gatsby", Framework::Gatsby),
            ("nuxt", Framework::Nuxt),
            ("next.js", Framework::Next),
            ("vuepress", Framework::Unknown),
            ("rspress", Framework::Unknown),
            ("dumi", Framework::Unknown),
        ];
        let mut named = generators.into_iter().filter(|(name, _)| {
            let mut generators = self.generators.iter();
            generators.any(|other| other.starts_with(name))
        });
        named.next().map(|(_, framework)| framework).or(self.client)
    }

    /// Learns from a start tag. `is_in_head` is whether the body has not begun.
    pub fn tag(&mut self, tag: &StartTag, is_in_head: bool) {
        self.is_document |= matches!(
            tag.name.as_str(),
            "html" | "head" | "body" | "title" | "meta"
        );
        match tag.name.as_str() {
            "html" => {
                self.is_sphinx |= tag.attribute("data-content_root").is_some();
                if let Some(language) = tag.attribute("lang").filter(|tag| !tag.is_empty()) {
                    self.language.get_or_insert_with(|| language.to_owned());
                }
            }
            "meta" => self.meta(tag),
            "base" => {
                if let Some(href) = tag.attribute("href") {
                    self.base.get_or_insert_with(|| href.to_owned());
                }
            }
            "link" if tag.attribute("rel") == Some("canonical") => {
                self.own_urls
                    .extend(tag.attribute("href").map(str::to_owned));
            }
            "link" if tag.attribute("rel") == Some("stylesheet") => {
                self.asset(tag.attribute("href"), is_in_head);
            }
            "script" => {
                let address = tag.attribute("src").unwrap_or_default();
                self.is_sphinx |= file_name(address) == "documentation_options.js";
                if tag.attribute("id") == Some("__NEXT_DATA__") {
                    self.client(Framework::Next);
                }
                if address.contains("/_next/static/") {
                    self.client(Framework::Next);
                }
                self.asset(tag.attribute("src"), is_in_head);
            }
            _ => {}
        }
        match tag.attribute("id") {
            Some("__docusaurus") => self.client(Framework::Docusaurus),
            Some("__next") => self.client(Framework::Next),
            Some("__nuxt") => self.client(Framework::Nuxt),
            Some("___gatsby") => self.client(Framework::Gatsby),
            _ => {}
        }
        for (name, _) in &tag.attributes {
            match name.as_str() {
                "data-reactroot" => self.client(Framework::React),
                "data-server-rendered" | "data-v-app" => self.client(Framework::Unknown),
                "ng-version" => self.client(Framework::Angular),
                "data-sveltekit-preload-data" | "data-sveltekit-hydrate" => {
                    self.client(Framework::SvelteKit);
                }
                _ => {}
            }
        }
    }

    fn meta(&mut self, tag: &StartTag) {
        let is = |name: &str, value: &str| {
            let other = tag.attribute(name);
            other.is_some_and(|other| other.trim().eq_ignore_ascii_case(value))
        };
        let content = tag.attribute("content").unwrap_or_default();
        if is("name", "generator") {
            self.generators.push(content.trim().to_lowercase());
        }
        if is("http-equiv", "content-security-policy") {
            self.has_sums |= content.contains("'sha") || content.contains("'nonce-");
        }
    }

    fn asset(&mut self, address: Option<&str>, is_in_head: bool) {
        if is_in_head {
            self.assets.extend(address.map(str::to_owned));
        }
    }

    fn client(&mut self, framework: Framework) {
        if matches!(
            self.client,
            None | Some(Framework::Unknown | Framework::React)
        ) {
            self.client = Some(framework);
        }
    }

    /// Learns from the text of a script in the page.
    pub fn script(&mut self, text: &str) {
        if text.contains("__VP_HASH_MAP__") {
            self.client(Framework::VitePress);
        }
        if text.contains("self.__next_f") {
            self.client(Framework::Next);
        }
        if text.contains("__sveltekit_") {
            self.client(Framework::SvelteKit);
        }
    }

    /// Learns from a comment.
    pub fn comment(&mut self, text: &str) {
        self.is_mdbook |= text.trim() == "Book generated using mdBook";
        // `saved from url=(0029)https://example.org/glossary`
        let saved = text.trim().strip_prefix("saved from url=(");
        if let Some((_, url)) = saved.and_then(|rest| rest.split_once(')')) {
            let url = url.split('#').next().unwrap_or_default();
            self.own_urls.push(url.to_owned());
        }
    }
}

/// The name of a file in an address, without a query.
fn file_name(address: &str) -> &str {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    path.rsplit('/').next().unwrap_or_default()
}
