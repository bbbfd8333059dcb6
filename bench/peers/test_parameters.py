"""Tests of the code that all systems share, without any system: `python -m unittest`, in this folder."""

from __future__ import annotations

import unittest

from parameters import parse_run
from unit_cube import UnitCube
from worst_value import WorstValue

PARAMETERS = [
    {"name": "rate", "type": "float", "low": 1e-4, "high": 1.0, "log": True},
    {"name": "units", "type": "int", "low": 4, "high": 256, "log": True},
    {"name": "layers", "type": "int", "low": 1, "high": 4},
    {"name": "model", "type": "categorical", "choices": ["tree", "net"]},
    {"name": "method", "type": "categorical", "choices": ["sgd", "adam"], "when": {"parent": "model", "in": ["net"]}},
    {"name": "momentum", "type": "float", "low": 0, "high": 0.9, "when": {"parent": "method", "in": ["sgd"]}},
]


def run_of(parameters=PARAMETERS):
    return parse_run({"seed": 2**40 + 5, "trials": 10, "parameters": parameters})


class Conditions(unittest.TestCase):
    run_ = run_of()

    def test_a_parameter_is_active_only_if_all_its_ancestors_are(self):
        everything = {"rate": 0.1, "units": 8, "layers": 2, "model": "net", "method": "sgd", "momentum": 0.5}
        self.assertEqual(self.run_.active(everything), everything)
        adam = self.run_.active({**everything, "method": "adam"})
        self.assertEqual(list(adam), ["rate", "units", "layers", "model", "method"])
        self.assertEqual(list(self.run_.active({**everything, "model": "tree"})), ["rate", "units", "layers", "model"])

    def test_inactive_parameters_are_at_their_midpoint(self):
        complete = self.run_.complete({"rate": 0.1, "units": 8, "layers": 2, "model": "tree"})
        self.assertEqual(complete["method"], "sgd")
        self.assertEqual(complete["momentum"], 0.45)

    def test_midpoints_are_in_the_middle_of_the_scale(self):
        middles = {parameter.name: parameter.midpoint() for parameter in self.run_.parameters}
        self.assertAlmostEqual(middles["rate"], 1e-2)
        self.assertEqual(middles["units"], 32)
        self.assertIn(middles["layers"], (2, 3))


class BadRuns(unittest.TestCase):
    def assert_invalid(self, message, *parameters):
        with self.assertRaisesRegex(ValueError, message):
            run_of(list(parameters))

    def test_invalid_runs(self):
        x = {"name": "x", "type": "float", "low": 0, "high": 1}
        self.assert_invalid("at least one")
        self.assert_invalid("duplicate parameter name", x, x)
        self.assert_invalid("must be one of float", {**x, "type": "real"})
        self.assert_invalid("low < high", {**x, "low": 1})
        self.assert_invalid("low < high", {**x, "log": True})
        self.assert_invalid("two choices", {"name": "c", "type": "categorical", "choices": ["a"]})
        self.assert_invalid("must be an earlier categorical parameter", x, {**x, "name": "y", "when": {"parent": "x", "in": [1]}})
        self.assert_invalid("must be an earlier categorical parameter", {**x, "when": {"parent": "later", "in": ["a"]}})


class Cube(unittest.TestCase):
    run_ = run_of()
    cube = UnitCube(run_)

    def test_values_survive_a_round_trip(self):
        for rate, units, layers, model in [(1e-4, 4, 1, "tree"), (1.0, 256, 4, "net"), (0.03, 77, 3, "net")]:
            params = self.run_.complete({"rate": rate, "units": units, "layers": layers, "model": model})
            decoded = self.cube.decode(self.cube.encode(params), sampled=False)
            self.assertAlmostEqual(decoded.pop("rate"), params.pop("rate"))
            self.assertEqual(decoded, params)

    def test_points_are_within_bounds(self):
        ends = self.run_.complete({"rate": 1.0, "units": 256, "layers": 4, "model": "net"})
        for x, (low, high) in zip(self.cube.encode(ends), self.cube.bounds, strict=True):
            self.assertTrue(low <= x <= high)

    def test_splits_samples_evenly(self):
        layers = [self.cube.decode([0.5, 0.5, x, 0.5, 0.5, 0.5], sampled=True)["layers"] for x in (0.1, 0.3, 0.6, 0.9)]
        self.assertEqual(layers, [1, 2, 3, 4])
        models = [self.cube.decode([0.5, 0.5, 0.5, x, 0.5, 0.5], sampled=True)["model"] for x in (0.0, 0.49, 0.51)]
        self.assertEqual(models, ["tree", "tree", "net"])


class Worst(unittest.TestCase):
    def test_failures_wait_for_a_value_and_get_the_largest(self):
        worst = WorstValue()
        worst.include(None)
        self.assertIsNone(worst.of(None))
        worst.include(-3.0)
        worst.include(-7.0)
        self.assertEqual(worst.of(None), -3.0)
        self.assertEqual(worst.of(5.0), 5.0)


class Seeds(unittest.TestCase):
    def test_seeds_of_any_size_are_reduced_to_32_bits(self):
        self.assertEqual(run_of().seed32, 5)


if __name__ == "__main__":
    unittest.main()
