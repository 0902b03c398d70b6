"""Forged replies: the attacker has the wire in hand and says anything at any time.

The judge reads plain data, of limited size, in limited time. What is malformed ends that call;
the class goes on, and nothing earns a point that is not the right value.
"""

# ruff: noqa: E501  (an attack reads best on one line)

import json
import time

import pytest

from autograder.model import Stop
from tests.attacks.tools import LOCKED, QUICK, SOLUTION, TAKE_OVER, TEST, marks

F = "def f(*a, **k): return None"
TESTS = [
    (TEST, "assert f(3) == 42"),
    (TEST, "assert sum(f(3)) == 42"),
    (TEST, "from autograder import grade\ngrade('losses.mse', f, f)"),
]
NESTED = "'[' * 400 + '1' + ']' * 400"
FORGED = {
    "nothing": "return '{}'",
    "a list": "return '[]'",
    "no reply": "return json.dumps({'done': request['id'], 'reply': None})",
    "wrong id": "return json.dumps({'done': request['id'] + 1, 'reply': SEEN})",
    "id of a bool": "return json.dumps({'done': True, 'reply': SEEN})",
    "not JSON": "return '{\"done\": '",
    "deep": f"return reply(request, 0).replace('\"value\": 0', '\"value\": ' + {NESTED})",
    "very deep": "return '[' * 200000",
    "too many parts": "return reply(request, 0).replace('\"value\": 0', '\"value\": [' + '{},' * 1500000 + '0]')",
    "a huge integer": "return reply(request, 0).replace('\"value\": 0', '\"value\": ' + '9' * 5000)",
    "endless seconds": "return reply(request, 0, seconds=10 ** 400)",
    "infinite seconds": "return reply(request, None, seconds=float('inf'), error=dict(kind='E',"
    " message='', line_number=float('inf'), line='', also=[]))",
    "fields missing": "return json.dumps({'done': request['id'], 'reply': {'value': 42}})",
    "a handle that does not exist": "return reply(request, {'is': 'object', 'kind': 'function', 'handle': 10 ** 30, 'name': 'f'})",
    "a negative handle": "return reply(request, {'is': 'object', 'kind': 'iterator', 'handle': -1, 'name': 'f'})",
    "an unknown kind": "return reply(request, {'is': 'object', 'kind': ['x'], 'handle': 0})",
    "a callback never passed in": "return reply(request, {'is': 'callback', 'number': 7})",
    "an endless range": "return reply(request, {'is': 'standard', 'type': 'range', 'made of': [0, 10 ** 15, 1]})",
    "a fraction of a billion digits": "return reply(request, {'is': 'standard', 'type': 'Fraction', 'made of': ['1e999999999']})",
    "a class of a million fields": "return reply(request, {'is': 'named tuple', 'name': 'T', "
    "'fields': ['a%d' % i for i in range(30000)], 'items': []})",
    "an object array": "return reply(request, {'is': 'array', 'dtype': '|O', 'shape': [1], 'data': 'AAAAAAAAAAA='})",
    "no characters": "return reply(request, {'is': 'array', 'dtype': '<U1', 'shape': [1], 'data': '/////w=='})",
    "a shape that is too large": "return reply(request, {'is': 'array', 'dtype': '<f8', 'shape': [10 ** 9, 10 ** 9], 'data': ''})",
    "half a character": "return reply(request, '\\ud800')",
    "changes to arguments that are not there": "return reply(request, 42, after=[[9, 1], ['k', 2]])"
    ".replace('42', '41')",
    "an exception of every name": "return reply(request, None, error=dict(kind='SandboxEnded',"
    " message='x', line_number=0, line='', also=['AutograderError', 'TookTooLong', 'Exception']))",
    "an exception of ours": "return reply(request, None, error=dict(bases=[['autograder.judge.failures',"
    " 'Unjudged'], ['autograder.judge.cells', 'TookTooLong']], message='', args=[], holds={}))",
    "an exception that skips": "return reply(request, None, error=dict(bases=[['unittest.case',"
    " 'SkipTest']], message='', args=[], holds={'__class__': 1}))",
    "containers never shared": "return reply(request, 0, beside=dict(changed=[['j9', [1]], ['s1', 3]]))",
    "names of the judge": "return reply(request, 0, beside=dict(names={'sum': {'found': 'value',"
    " 'value': 42}, '__builtins__': {'found': 'nothing'}}))",
    "text for sympy": "return reply(request, {'is': 'value', 'library': 'sympy', 'class': 'tree',"
    " 'name': 'Add', 'parts': ['exit(0)', 1]})",
    "a library that is not imported": "return reply(request, {'is': 'value', 'library': 'pandas',"
    " 'class': 'NAType', 'parts': []})",
    "printed garbage": "return reply(request, 0, beside=dict(printed=[1], warned=[[3]], files={1: 2}))",
    "exit of the judge": "return reply(request, None, error=dict(kind='SystemExit', message='0',"
    " line_number=0, line='', also=['KeyboardInterrupt', 'GeneratorExit']))",
    "parts that nobody asked for": "raw(json.dumps({'part': [SEEN] * 50})); return reply(request, 0)",
    "a callback that nobody passed in": "raw(json.dumps({'callback': 3, 'args': [], 'kwargs': {}})); return reply(request, 0)",
    "published garbage": "raw(json.dumps({'kind': ['x'], 'content': {'data': 3}})); raw('{\"content\": 1}'); return reply(request, 0)",
    "a flood": '\n    while True: raw(\'{"kind": "stream", "content": {"text": "\' + \'x\' * 100000 + \'"}}\')',
    "parts for ever": "\n    while True: raw('{\"part\": []}')",
}


@pytest.mark.parametrize("forgery", FORGED)
def test_a_forged_reply_earns_nothing_and_ends_nothing_else(run_notebook, forgery):
    take_over = f"{TAKE_OVER}\ndef make(request):\n    {FORGED[forgery]}\nanswer_calls_with(make)"
    record = run_notebook([(SOLUTION, F), (SOLUTION, take_over), *TESTS], {"f"}, QUICK)
    assert not any(marks(record))
    assert len(record.cells) == 5 and record.status in ("graded", "ended early")
    json.dumps(record, default=vars)


def test_the_right_reply_counts_however_it_was_sent(run_notebook):
    """The control of the test above: the attacker's wire does work."""
    take_over = TAKE_OVER + "answer_calls_with(lambda request: reply(request, 42))"
    assert marks(run_notebook([(SOLUTION, F), (SOLUTION, take_over), TESTS[0]], {"f"}, QUICK)) == [
        10.0
    ]


def test_replies_sent_ahead_are_no_more_than_replies(run_notebook):
    """A thread answers requests that have not come yet; it can only say what a reply can say."""
    ahead = (
        TAKE_OVER
        + "for n in range(1, 60): raw(reply({'id': n}, 'yes', status='ok', found='value'))"
    )
    record = run_notebook([(SOLUTION, F), (SOLUTION, ahead), *TESTS], {"f"}, QUICK)
    assert not any(marks(record))


def test_one_who_always_has_more_to_say_is_not_listened_to_for_ever(run_notebook):
    """Small messages that mean nothing, so many that the judge never has to wait for the next."""
    babble = "def make(request):\n    piece = (struct.pack('>I', 2) + b'{}') * 100000\n"
    babble += "    while True: wire._socket.sendall(piece)\nanswer_calls_with(make)"
    cells = [(SOLUTION, F), (SOLUTION, TAKE_OVER + babble), TESTS[0]]
    started = time.monotonic()
    record = run_notebook(cells, {"f"}, QUICK)
    assert marks(record) == [0.0] and time.monotonic() - started < QUICK.submission_seconds
    assert record.cells[-1].ending.stop is Stop.TIME


def test_one_who_does_not_read_is_not_waited_for(run_notebook):
    """The process holds its breath (C code that keeps the interpreter's lock) when a call comes."""
    asleep = "import ctypes, threading, time\ndef hold():\n    time.sleep(0.2)\n"
    asleep += "    ctypes.PyDLL(None).sleep(1000)\n"
    asleep += "def f(x): threading.Thread(target=hold).start(); return 1"
    tests = [
        (TEST, "f(0)\nimport time; time.sleep(0.4)\nimport numpy as np\nf(np.zeros(1 << 20))"),
        (TEST, "assert honest(1) == 2"),
    ]
    started = time.monotonic()
    honest = (SOLUTION, "def honest(x): return 2 * x")
    assert marks(run_notebook([(SOLUTION, asleep), honest, *tests], {"f", "honest"}, QUICK)) == [
        0,
        10,
    ]
    assert time.monotonic() - started < 30


@pytest.mark.parametrize("inside", ["assert", "locked"])
def test_a_read_only_cell_that_hangs_or_dies_stops_nothing(run_notebook, inside):
    """In it the student's names are fetched for the judge, from a process that has ended."""
    for body in ("while True: pass", "import os; os._exit(0)"):
        cells = [
            (SOLUTION, f"def f():\n    {body}"),
            (LOCKED, "result = f()\nassert f"),
            (SOLUTION, "def honest(x): return 2 * x"),
            (TEST, "assert honest(1) == 2"),
        ]
        assert marks(run_notebook(cells, {"f", "honest"}, QUICK)) == [10.0]


def test_a_callback_is_served_with_plain_data_only(run_notebook):
    """Numbers of callbacks that were never passed in, and arguments that describe nothing."""
    attack = TAKE_OVER + (
        "def f(g):\n    for number in (-5, 10 ** 9, 'x', None, [], 1.5):\n"
        "        raw(json.dumps({'callback': number, 'args': {'is': 'what'}, 'kwargs': 3}))\n"
        "        wire.receive()\n    return g(1)"
    )
    record = run_notebook(
        [(SOLUTION, attack), (TEST, "assert f(lambda x: x + 1) == 2")], {"f"}, QUICK
    )
    assert marks(record) == [10.0]


def test_a_function_that_was_passed_in_says_nothing_of_the_judge(run_notebook):
    attack = (
        "def f(g):\n    found = []\n    for bad in (None, object(), 'x' * 9, [[]], f):\n"
        "        try: g(bad)\n        except Exception as e:\n"
        "            found.append(f'{e} {e.__traceback__.tb_frame.f_globals.keys()}')\n"
        "    return ' '.join(found + dir(g) + [str(vars(g))])"
    )
    test = "secret = 'geheim'\ndef g(x): return x - len(secret)\nassert 'geheim' in f(g)"
    assert marks(run_notebook([(SOLUTION, attack), (TEST, test)], {"f"}, QUICK)) == [0.0]
