"""Every public docstring says what a reader needs: shapes, formula, refusals, source."""

import ast
import doctest
import importlib
import inspect

import pytest

TOPICS = ["dlkit.shapes", "dlkit.losses", "dlkit.backprop"]
MODULES = [*TOPICS, "dlkit.datasets", "dlkit.plots"]


def public(modules):
    return [
        pytest.param(getattr(importlib.import_module(name), function), id=f"{name}.{function}")
        for name in modules
        for function in importlib.import_module(name).__all__
    ]


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
    assert section(doc, "Returns")
    assert ">>>" in section(doc, "Examples")


@pytest.mark.parametrize("function", public(TOPICS))
def test_topics_state_a_formula_and_a_source(function):
    doc = inspect.getdoc(function)
    assert ".. math::" in doc or ":math:" in doc or "element-wise" in doc
    source = doc.partition("\nSource: ")[2]
    assert any(str(year) in source for year in range(1950, 2027))


@pytest.mark.parametrize("function", public(["dlkit.shapes", "dlkit.losses"]))
def test_topics_state_shapes(function):
    doc = inspect.getdoc(function)
    described = section(doc, "Parameters") + section(doc, "Returns")
    assert "(N" in described or "(B,)" in described or "(n -" in described or "arrays" in described


@pytest.mark.parametrize("function", public([*TOPICS, "dlkit.datasets"]))
def test_a_function_that_can_refuse_says_so(function):
    if inspect.signature(function).parameters:
        raises = section(inspect.getdoc(function), "Raises")
        assert "Error" in raises


@pytest.mark.parametrize(
    "name",
    [
        *MODULES,
        *(
            f"dlkit.losses.{part}"
            for part in ("regression", "softmax", "classification", "penalty")
        ),
        *(f"dlkit.datasets.{part}" for part in ("tables", "generators")),
        *(f"dlkit.plots.{part}" for part in ("curves", "decisions", "images")),
    ],
)
def test_examples_are_true(name):
    module = importlib.import_module(name)
    result = doctest.testmod(module)
    defines = any(isinstance(n, ast.FunctionDef) for n in ast.parse(inspect.getsource(module)).body)
    assert result.failed == 0
    assert (result.attempted > 0) == defines


@pytest.mark.parametrize("name", MODULES)
def test_the_public_names_are_sorted(name):
    module = importlib.import_module(name)
    assert module.__doc__
    assert module.__all__ == sorted(module.__all__)
