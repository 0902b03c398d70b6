"""Tests with tables, formulas and optimisers; asked where these libraries are installed."""

# ruff: noqa: E501  (an idiom reads best as its author would write it)

from tests.ordinary_course.idiom import Idiom

IDIOMS = (
    Idiom(
        "df_mut",
        1,
        1,
        'def addcol(d):\n    d["b"] = d["a"]*2',
        'd = pd.DataFrame({"a":[1,2]})\naddcol(d)\nassert list(d.columns) == ["a","b"] and d["b"].tolist() == [2,4]',
    ),
    Idiom(
        "df_group",
        1,
        0,
        'g0 = pd.DataFrame({"k":["x","x","y"],"v":[1,2,3]}).groupby("k")["v"].mean()',
        'assert g0["x"] == 1.5\npd.testing.assert_series_equal(g0, pd.Series([1.5,3.0], index=pd.Index(["x","y"], name="k"), name="v"))',
    ),
    Idiom(
        "df_mask",
        1,
        0,
        'dfm = pd.DataFrame({"a":[1,2,3],"b":["u","v","w"]})',
        'assert dfm[dfm.a > 1].shape == (2,2)\nassert dfm.loc[dfm["b"]=="u","a"].item() == 1\nassert dfm.iloc[0:2].equals(pd.DataFrame({"a":[1,2],"b":["u","v"]}))\nassert isinstance(dfm["a"], pd.Series)',
    ),
    Idiom(
        "df_func2",
        1,
        0,
        "def clean(d): return d.dropna().reset_index(drop=True)",
        't = pd.DataFrame({"a":[1,np.nan,3]})\npd.testing.assert_frame_equal(clean(t), pd.DataFrame({"a":[1.,3.]}))\nassert len(t) == 3',
    ),
    Idiom(
        "groupby_obj",
        1,
        0,
        'gbo = pd.DataFrame({"k":["x","y"],"v":[1,2]}).groupby("k")',
        'assert gbo.ngroups == 2\nassert gbo.get_group("x")["v"].iloc[0] == 1',
    ),
    Idiom(
        "date_idx",
        1,
        0,
        'di = pd.date_range("2020-01-01", periods=3)',
        'assert di[1] == pd.Timestamp("2020-01-02") and len(di) == 3',
    ),
    Idiom(
        "file_csv",
        1,
        1,
        "def tocsv(d, p): d.to_csv(p, index=False)",
        'tocsv(pd.DataFrame({"a":[1]}), "o.csv")\nassert os.path.exists("o.csv")\nassert pd.read_csv("o.csv")["a"][0] == 1',
    ),
    Idiom(
        "lib_func_arg",
        1,
        0,
        "def integ(f): return optimize.brentq(f, 0, 4)",
        "assert abs(integ(np.cos) - np.pi/2) < 1e-8",
    ),
    Idiom(
        "sym_solve",
        1,
        0,
        'xs = sp.Symbol("x")\nroots = sp.solve(xs**2-1, xs)',
        "assert set(roots) == {-1, 1}\nassert sp.simplify(roots[0] + 1) == 0",
    ),
    Idiom(
        "sym_expr",
        1,
        0,
        "def deriv(e, v): return sp.diff(e, v)",
        'y = sp.Symbol("y")\nassert deriv(y**2, y) == 2*y\nassert sp.simplify(deriv(sp.sin(y), y) - sp.cos(y)) == 0',
    ),
)
