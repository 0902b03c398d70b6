# Everything from a fresh clone with Python >= 3.11, make and git.
PYTHON ?= python3
BIN := .venv/bin
# A file's tests share what they set up; long files come first, not those with many tests.
IN_PARALLEL := --numprocesses auto --dist loadfile --no-loadscope-reorder

.PHONY: help setup demo test slow theirs coverage lowest oracle lab lectures docs figures screenshots lint hooks audit release clean

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*  ## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

setup: .venv/.ready  ## the virtual environment, as tested (constraints.txt)

.venv/.ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) -V). Try: make PYTHON=python3.12"; exit 2; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
	  { echo "The package ensurepip is missing. On Debian and Ubuntu: apt install python3-venv"; exit 2; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[instructor,lectures,docs,dev]'
	@touch $@

demo: setup  ## the whole loop on the sample class, in build/demo
	@$(BIN)/autograder demo

test: setup  ## the quick tests; make test TESTS=tests/dlkit for some
	$(BIN)/python -m pytest -m "not slow" $(IN_PARALLEL) $(TESTS)

slow: setup  ## the tests that take minutes: plain nbgrader, whole notebooks, trainings over seeds
	$(BIN)/python -m pytest -m slow $(IN_PARALLEL)

theirs: setup  ## nbgrader's own tests of autograde, with our engine in its place
	for way in exporter command; do AUTOGRADER_OWN=$$way $(BIN)/python -m pytest \
	  -p tests.autograder.nbgraders_own -o addopts="--numprocesses auto" -o filterwarnings=default \
	  --pyargs nbgrader.tests.apps.test_nbgrader_autograde || exit 1; done

coverage: setup  ## the quick tests of dlkit, and the share of its code that they run
	$(BIN)/python -m pytest -m "not slow" $(IN_PARALLEL) tests/dlkit tests/check --cov

lowest: build/lowest/.ready  ## the quick tests with the oldest version of everything required
	build/lowest/bin/python -m pytest -m "not slow" $(IN_PARALLEL) $(TESTS)

build/lowest/.ready: pyproject.toml
	$(PYTHON) -m venv --clear build/lowest
	sed -En 's/^ +"([a-z0-9_-]+)(\[[a-z]+\])?>=([0-9.]+)".*/\1==\3/p' pyproject.toml \
	  > build/lowest/constraints.txt
	build/lowest/bin/pip install --quiet --disable-pip-version-check \
	  --constraint build/lowest/constraints.txt --editable '.[instructor,lectures,docs,dev]'
	@touch $@

oracle: setup  ## PyTorch and TensorBoard, which some tests compare with
	$(BIN)/pip install --quiet --disable-pip-version-check torch==2.13.0 tensorboard==2.21.0

lab: setup  ## JupyterLab for a student, on copies in desk/; make lab OPTIONS="--desk FOLDER --no-browser"
	@$(BIN)/python -m course.start $(OPTIONS)

lectures: setup  ## the lectures as pages, with demos that follow the hand; make lectures OPTIONS="--no-browser"
	@$(BIN)/python -m course.lectures $(OPTIONS)

docs: setup  ## the site and the slides, in build/site, without the network
	$(BIN)/python -m sphinx -W --keep-going -q -d build/site-trees docs build/site
	@echo "Open build/site/index.html"

figures: setup  ## the figures of the lecture notes, in build/figures
	@$(BIN)/python -m docs.figures

screenshots: setup  ## the pictures in docs/images, anew
	$(BIN)/python -m docs.screenshots

lint: setup  ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

hooks: setup  ## the checks of make lint before every commit
	$(BIN)/pre-commit install

audit: setup  ## test the tests: wrong answers, right variants, mutants
	$(BIN)/autograder audit

release: setup  ## the students' notebooks from source/
	$(BIN)/autograder release

clean:  ## remove the environment and everything that was built
	rm -rf .venv build
