"""The description of the data set that dataportal.se harvests: DCAT-AP-SE 3.0.1 as RDF.

What the catalogue knows is said; what only those who run the site know comes from the settings,
and is left out when they have not said it. See https://docs.dataportal.se/dcat/3.0.1/sv/.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, RDF, XSD

from datasette_plugins.absolute import Address
from datasette_plugins.downloads import Nedladdning
from datasette_plugins.settings import Settings

ADMS = Namespace("http://www.w3.org/ns/adms#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")  # rdflib's own knows only version 2
DCATAP = Namespace("http://data.europa.eu/r5r/")
SPDX = Namespace("http://spdx.org/rdf/terms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
AUTHORITY = Namespace("http://publications.europa.eu/resource/authority/")

# The specification wants the licence by this very address.
CC0 = URIRef("http://creativecommons.org/publicdomain/zero/1.0/")
SWEDEN = URIRef("http://sws.geonames.org/2661886/")
SWEDISH = AUTHORITY["language/SWE"]
PUBLIC = AUTHORITY["access-right/PUBLIC"]

TITLE = ("Insatser för skolutveckling", "Interventions for school improvement")
DESCRIPTION = (
    "Insatser som skolor och huvudmän i Sverige kan använda för att utveckla undervisning och "
    "organisation, problemen som de svarar på och forskningen om dem. Varje post säger vilka "
    "källor som är lästa och hur säkra uppgifterna är.",
    "Interventions that Swedish schools and education providers can use to develop teaching and "
    "organisation, the problems that they address and the research about them. Every record "
    "states the sources read and how certain the information is. The content is in Swedish.",
)
CATALOGUE_TITLE = ("Insatskatalogens öppna data", "Open data of Insatskatalogen")
CATALOGUE_DESCRIPTION = (
    "Förteckning över de öppna data som Insatskatalogen ger ut.",
    "List of the open data published by Insatskatalogen.",
)
API_TITLE = ("Insatskatalogens JSON", "JSON API of Insatskatalogen")
API_DESCRIPTION = (
    "Varje post och lista i katalogen som JSON. Ingen nyckel behövs.",
    "Every record and list of the catalogue as JSON. No key is needed.",
)
KEYWORDS = (
    ("skolutveckling", "sv"),
    ("kompetensutveckling", "sv"),
    ("skola", "sv"),
    ("forskning", "sv"),
    ("school improvement", "en"),
    ("professional development", "en"),
)


@dataclass(frozen=True, slots=True)
class Utgava:
    """What the description says of the release: version, newest day and earliest year."""

    version: str
    andrad: str | None
    fran: int | None


def describe(
    utgava: Utgava, downloads: Sequence[Nedladdning], settings: Settings, address: Address
) -> Graph:
    """Return the catalogue of data sets, with its one data set, as a graph.

    Examples
    --------
    >>> utgava_ = Utgava("af27", None, None)
    >>> graph = describe(utgava_, [], Settings(), "https://exempel.test{}".format)
    >>> str(graph.value(None, RDF.type, DCAT.Catalog))
    'https://exempel.test/datasets/dcat#katalog'
    """
    return _Description(utgava, settings, address).of(downloads)


class _Description:
    def __init__(self, utgava: Utgava, settings: Settings, address: Address) -> None:
        self.utgava = utgava
        self.settings = settings
        self.address = address
        self.graph = Graph()
        for prefix, namespace in (
            ("adms", ADMS),
            ("dcat", DCAT),
            ("dcatap", DCATAP),
            ("dcterms", DCTERMS),
            ("foaf", FOAF),
            ("spdx", SPDX),
            ("vcard", VCARD),
        ):
            self.graph.bind(prefix, namespace)
        self.catalogue = self._part("katalog")
        self.data = self._part("datamangd")
        self.publisher = self._part("utgivare")
        self.contact = self._part("kontakt")
        self.api = self._part("api")

    def of(self, downloads: Sequence[Nedladdning]) -> Graph:
        self._add_agents()
        self._add_catalogue()
        self._add_data()
        for download in downloads:
            self._add_download(download)
        self._add_api()
        return self.graph

    def _part(self, name: str) -> URIRef:
        return URIRef(self.address(f"/datasets/dcat#{name}"))

    def _add(self, subject: URIRef | BNode, predicate: URIRef, *values: URIRef | Literal) -> None:
        for value in values:
            self.graph.add((subject, predicate, value))

    def _say(self, subject: URIRef, predicate: URIRef, texts: tuple[str, str]) -> None:
        self._add(subject, predicate, Literal(texts[0], "sv"), Literal(texts[1], "en"))

    def _add_days(self, subject: URIRef) -> None:
        if self.settings.utgiven:
            self._add(subject, DCTERMS.issued, Literal(self.settings.utgiven, datatype=XSD.date))
        if self.utgava.andrad:
            self._add(subject, DCTERMS.modified, Literal(self.utgava.andrad, datatype=XSD.date))

    def _add_agents(self) -> None:
        settings = self.settings
        self._add(self.publisher, RDF.type, FOAF.Agent)
        self._add(self.publisher, FOAF.name, Literal(settings.utgivare, "sv"))
        if settings.utgivare_slag:
            self._add(self.publisher, DCTERMS.type, URIRef(settings.utgivare_slag))
        if settings.utgivare_adress:
            self._add(self.publisher, FOAF.homepage, URIRef(settings.utgivare_adress))
        if settings.utgivare_nummer:
            self._add(self.publisher, DCTERMS.identifier, Literal(settings.utgivare_nummer))
        if settings.kontakt_epost:
            name = Literal(settings.kontakt or settings.utgivare)
            self._add(self.contact, RDF.type, VCARD.Organization)
            self._add(self.contact, VCARD.fn, name)
            self._add(self.contact, VCARD.hasEmail, URIRef(f"mailto:{settings.kontakt_epost}"))

    def _add_contact(self, subject: URIRef) -> None:
        if self.settings.kontakt_epost:
            self._add(subject, DCAT.contactPoint, self.contact)

    def _add_catalogue(self) -> None:
        catalogue = self.catalogue
        self._add(catalogue, RDF.type, DCAT.Catalog)
        self._say(catalogue, DCTERMS.title, CATALOGUE_TITLE)
        self._say(catalogue, DCTERMS.description, CATALOGUE_DESCRIPTION)
        self._add(catalogue, DCTERMS.publisher, self.publisher)
        self._add(catalogue, DCTERMS.license, CC0)
        self._add(catalogue, DCTERMS.language, SWEDISH)
        self._add(catalogue, DCTERMS.spatial, SWEDEN)
        self._add(catalogue, FOAF.homepage, URIRef(self.address("/")))
        self._add(catalogue, DCAT.themeTaxonomy, AUTHORITY["data-theme"])
        self._add(catalogue, DCAT.dataset, self.data)
        self._add(catalogue, DCAT.service, self.api)
        self._add_days(catalogue)

    def _add_data(self) -> None:
        data = self.data
        self._add(data, RDF.type, DCAT.Dataset)
        self._say(data, DCTERMS.title, TITLE)
        self._say(data, DCTERMS.description, DESCRIPTION)
        self._add(data, DCTERMS.publisher, self.publisher)
        self._add(data, DCTERMS.identifier, Literal(str(data)))
        self._add(data, DCAT.theme, AUTHORITY["data-theme/EDUC"])
        self._add(data, DCAT.keyword, *(Literal(word, lang) for word, lang in KEYWORDS))
        self._add(data, DCTERMS.accessRights, PUBLIC)
        self._add(data, DCTERMS.language, SWEDISH)
        self._add(data, DCTERMS.spatial, SWEDEN)
        self._add(data, DCTERMS.accrualPeriodicity, AUTHORITY["frequency/IRREG"])
        self._add(data, DCAT.landingPage, URIRef(self.address("/om/data")))
        self._add(data, DCAT.version, Literal(self.utgava.version))
        if self.utgava.fran:
            period = BNode("period")
            first = Literal(f"{self.utgava.fran}-01-01", datatype=XSD.date)
            self.graph.add((data, DCTERMS.temporal, period))
            self._add(period, RDF.type, DCTERMS.PeriodOfTime)
            self._add(period, DCAT.startDate, first)
        self._add_contact(data)
        self._add_days(data)

    def _add_distribution(self, name: str, media: str) -> URIRef:
        distribution = self._part(name)
        self._add(self.data, DCAT.distribution, distribution)
        self._add(distribution, RDF.type, DCAT.Distribution)
        self._add(distribution, DCTERMS["format"], Literal(media))
        self._add(distribution, DCTERMS.license, CC0)
        self._add(distribution, DCTERMS.language, SWEDISH)
        if self.settings.varaktighet:
            planned = AUTHORITY[f"planned-availability/{self.settings.varaktighet}"]
            self._add(distribution, DCATAP.availability, planned)
        self._add_days(distribution)
        return distribution

    def _add_download(self, download: Nedladdning) -> None:
        distribution = self._add_distribution(download.fil, download.mediatyp)
        checksum = BNode(download.fil)
        size = Literal(download.storlek, datatype=XSD.nonNegativeInteger)
        self._add(distribution, DCTERMS.title, Literal(download.titel, "sv"))
        self._add(distribution, DCTERMS.description, Literal(download.beskrivning, "sv"))
        self._add(distribution, DCAT.accessURL, URIRef(self.address("/om/data")))
        self._add(distribution, DCAT.downloadURL, URIRef(self.address(download.vag)))
        self._add(distribution, DCAT.byteSize, size)
        self.graph.add((distribution, SPDX.checksum, checksum))
        self._add(checksum, RDF.type, SPDX.Checksum)
        self._add(checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256)
        value = Literal(download.sha256, datatype=XSD.hexBinary)
        self._add(checksum, SPDX.checksumValue, value)

    def _add_api(self) -> None:
        described = URIRef(self.address("/openapi.json"))
        distribution = self._add_distribution("json-api", "application/json")
        self._say(distribution, DCTERMS.title, API_TITLE)
        self._say(distribution, DCTERMS.description, API_DESCRIPTION)
        self._add(distribution, DCAT.accessURL, URIRef(self.address("/om/data")))
        self._add(distribution, DCAT.accessService, self.api)
        self._add(distribution, DCTERMS.conformsTo, described)
        self._add(self.api, RDF.type, DCAT.DataService)
        self._say(self.api, DCTERMS.title, API_TITLE)
        self._say(self.api, DCTERMS.description, API_DESCRIPTION)
        self._add(self.api, DCTERMS.publisher, self.publisher)
        self._add(self.api, DCTERMS.license, CC0)
        self._add(self.api, DCTERMS.accessRights, PUBLIC)
        self._add(self.api, DCTERMS["format"], Literal("application/json"))
        self._add(self.api, DCAT.keyword, *(Literal(word, lang) for word, lang in KEYWORDS))
        self._add(self.api, DCAT.endpointURL, URIRef(self.address("/")))
        self._add(self.api, DCAT.endpointDescription, described)
        self._add(self.api, DCAT.servesDataset, self.data)
        self._add_contact(self.api)
