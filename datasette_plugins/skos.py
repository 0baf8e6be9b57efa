"""Vocabularies as SKOS, so that others can point at our words and translate between theirs."""

from __future__ import annotations

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, SKOS

from catalog.exporting import LICENCE
from catalog.reading import Begrepp, Begreppslista
from datasette_plugins.absolute import Address

SERIALIZERS = {
    ".ttl": ("turtle", "text/turtle; charset=utf-8"),
    ".rdf": ("xml", "application/rdf+xml; charset=utf-8"),
    ".jsonld": ("json-ld", "application/ld+json; charset=utf-8"),
}
"""Ending of the address → rdflib's name of the form, and its media type."""


def concept_path(lista: Begreppslista, id_: str) -> str:
    """Return where a concept is told of: on its own page, or in its row of the list.

    Examples
    --------
    >>> concept_path(Begreppslista("amnen", "Ämnen", "Ämnen.", (), False), "svenska")
    '/vokabular/amnen#svenska'
    """
    if lista.egna_sidor:
        return f"/{lista.id}/{id_}"
    return f"/vokabular/{lista.id}#{id_}"


def concept_scheme(lista: Begreppslista, address: Address) -> Graph:
    """Return a vocabulary as a concept scheme.

    Examples
    --------
    >>> svenska = Begrepp("svenska", "Svenska")
    >>> lista = Begreppslista("amnen", "Ämnen", "Skolans ämnen.", (svenska,), False)
    >>> graph = concept_scheme(lista, "https://exempel.test{}".format)
    >>> [str(label) for label in graph.objects(predicate=SKOS.prefLabel)]
    ['Svenska']
    """
    # Without rdflib's own thirty prefixes: every word is tried against all of them.
    graph = Graph(bind_namespaces="none")
    graph.bind("skos", SKOS)
    graph.bind("dcterms", DCTERMS)
    scheme = URIRef(address(f"/vokabular/{lista.id}"))
    graph.add((scheme, RDF.type, SKOS.ConceptScheme))
    graph.add((scheme, DCTERMS.title, Literal(lista.titel, "sv")))
    graph.add((scheme, DCTERMS.description, Literal(lista.beskrivning, "sv")))
    graph.add((scheme, DCTERMS.license, URIRef(LICENCE)))
    wider = {begrepp.id: begrepp.ingar_i for begrepp in lista.begrepp}
    for begrepp in lista.begrepp:
        _add_concept(graph, scheme, lista, begrepp, wider, address)
    return graph


def _add_concept(
    graph: Graph,
    scheme: URIRef,
    lista: Begreppslista,
    begrepp: Begrepp,
    wider: dict[str, str | None],
    address: Address,
) -> None:
    def concept(id_: str) -> URIRef:
        return URIRef(address(concept_path(lista, id_)))

    this = concept(begrepp.id)
    graph.add((this, RDF.type, SKOS.Concept))
    graph.add((this, SKOS.inScheme, scheme))
    graph.add((this, SKOS.prefLabel, Literal(begrepp.namn, "sv")))
    graph.add((this, SKOS.notation, Literal(begrepp.id)))
    if begrepp.beskrivning:
        graph.add((this, SKOS.definition, Literal(begrepp.beskrivning, "sv")))
    if begrepp.ingar_i:
        graph.add((this, SKOS.broader, concept(begrepp.ingar_i)))
        graph.add((concept(begrepp.ingar_i), SKOS.narrower, this))
    else:
        graph.add((scheme, SKOS.hasTopConcept, this))
        graph.add((this, SKOS.topConceptOf, scheme))
    for other in begrepp.narliggande:
        # SKOS lets no two concepts be both related and one above the other (S27).
        if other not in _above(begrepp.id, wider) and begrepp.id not in _above(other, wider):
            graph.add((this, SKOS.related, concept(other)))
            graph.add((concept(other), SKOS.related, this))


def _above(id_: str, wider: dict[str, str | None]) -> set[str]:
    found: set[str] = set()
    parent = wider.get(id_)
    while parent and parent not in found:
        found.add(parent)
        parent = wider.get(parent)
    return found
