"""Every public docstring says what a reader needs: shapes, formula, refusals, source."""

import doctest
import importlib
import inspect
import pkgutil
import re

import pytest

import dlkit

WITHOUT_TOPIC = ["dlkit.arguments", "dlkit.datasets", "dlkit.plots"]
MODULES = [
    f"dlkit.{module.name}"
    for module in pkgutil.iter_modules(dlkit.__path__)
    if module.name not in ("check", "topics")
]
MODULES.append("dlkit.regularization.nn")
TOPICS = [name for name in MODULES if name not in WITHOUT_TOPIC]


def files(modules):
    """Return the modules and, where they are packages, their parts."""
    for name in modules:
        yield name
        for part in pkgutil.iter_modules(getattr(importlib.import_module(name), "__path__", [])):
            yield f"{name}.{part.name}"


def public(modules):
    """Return what the modules offer, except exceptions, whose class says all."""
    offered = [
        (f"{name}.{each}", getattr(importlib.import_module(name), each))
        for name in modules
        for each in importlib.import_module(name).__all__
    ]
    return [
        pytest.param(thing, id=place)
        for place, thing in offered
        if not (inspect.isclass(thing) and issubclass(thing, Exception))
    ]


def result_section(function):
    return "Attributes" if inspect.isclass(function) else "Returns"


def section(doc, title):
    """Return the text under a numpydoc heading, up to the next blank-line-separated heading."""
    _, found, rest = doc.partition(f"\n{title}\n{'-' * len(title)}\n")
    assert found, f"no section {title}"
    return rest.partition("\n\n")[0]


@pytest.mark.parametrize("function", public(MODULES))
def test_the_first_line_is_a_short_sentence(function):
    first = inspect.getdoc(function).splitlines()[0]
    assert first.endswith(".")
    assert len(first) <= 79
    assert not first.startswith("This")


@pytest.mark.parametrize("function", public(MODULES))
def test_every_parameter_is_described_and_every_signature_annotated(function):
    signature = inspect.signature(function)
    assert signature.return_annotation is not signature.empty
    for name, parameter in signature.parameters.items():
        assert parameter.annotation is not parameter.empty
        described = section(inspect.getdoc(function), "Parameters")
        names = [
            word.strip(" *")
            for line in described.splitlines()
            if not line.startswith(" ")
            for word in line.partition(" :")[0].split(",")
        ]
        assert name in names


@pytest.mark.parametrize("function", public(MODULES))
def test_the_result_and_an_example_are_there(function):
    doc = inspect.getdoc(function)
    assert section(doc, result_section(function))
    assert ">>>" in section(doc, "Examples")


@pytest.mark.parametrize("function", public(TOPICS))
def test_topics_state_a_formula_and_a_source(function):
    doc = inspect.getdoc(function)
    assert ".. math::" in doc or ":math:" in doc or "element-wise" in doc
    source = doc.partition("\nSource: ")[2]
    assert any(str(year) in source for year in range(1950, 2027))


@pytest.mark.parametrize("function", public(TOPICS))
def test_topics_state_shapes(function):
    doc = inspect.getdoc(function)
    if inspect.signature(function).parameters:
        described = section(doc, "Parameters") + section(doc, result_section(function))
        assert re.search(r"\(\w+[, ]|shape|array", described)


@pytest.mark.parametrize("function", public([*TOPICS, "dlkit.datasets"]))
def test_a_function_that_can_refuse_says_so(function):
    if inspect.signature(function).parameters:
        raises = section(inspect.getdoc(function), "Raises")
        assert "Error" in raises


@pytest.mark.parametrize("name", files(MODULES))
def test_examples_are_true(name):
    room = importlib.import_module(max((m for m in MODULES if name.startswith(m)), key=len))
    result = doctest.testmod(importlib.import_module(name))
    assert result.failed == 0
    public_here = any(getattr(room, public).__module__ == name for public in room.__all__)
    assert result.attempted > 0 or not public_here


@pytest.mark.parametrize("name", MODULES)
def test_the_public_names_are_sorted(name):
    module = importlib.import_module(name)
    assert module.__doc__
    assert module.__all__ == sorted(module.__all__)
