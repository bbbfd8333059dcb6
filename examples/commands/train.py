"""Trains a small neural network on two half-moons, with Python's standard library alone.

It knows nothing of Sweetspot: it takes its settings as arguments and prints a line of JSON for each epoch.
"""

import argparse
import json
import math
import random

parser = argparse.ArgumentParser()
parser.add_argument("--lr", type=float, default=0.1)
parser.add_argument("--hidden", type=int, default=4)
parser.add_argument("--activation", choices=["tanh", "relu"], default="tanh")
parser.add_argument("--epochs", type=int, default=15)
options = parser.parse_args()


def moons(count, seed):
    """Points of two half-moons that reach into each other, with noise."""
    draw = random.Random(seed)
    points = []
    for index in range(count):
        angle, label = math.pi * draw.random(), index % 2
        x, y = math.cos(angle), math.sin(angle)
        if label:
            x, y = 1 - x, 0.5 - y
        points.append((x + draw.gauss(0, 0.15), y + draw.gauss(0, 0.15), label))
    return points


training, validation = moons(400, 1), moons(400, 2)
draw = random.Random(3)
weights = [[draw.gauss(0, 1) for _ in range(3)] for _ in range(options.hidden)]
output = [draw.gauss(0, 1) / math.sqrt(options.hidden) for _ in range(options.hidden + 1)]


def forward(x, y):
    sums = [w[0] * x + w[1] * y + w[2] for w in weights]
    hidden = [math.tanh(s) if options.activation == "tanh" else max(0.0, s) for s in sums]
    logit = sum(o * h for o, h in zip(output, hidden)) + output[-1]
    return hidden, 1 / (1 + math.exp(-max(-50.0, min(50.0, logit))))


def accuracy(points):
    return sum((forward(x, y)[1] > 0.5) == bool(label) for x, y, label in points) / len(points)


for epoch in range(1, options.epochs + 1):
    draw.shuffle(training)
    for x, y, label in training:
        hidden, probability = forward(x, y)
        error = probability - label
        for index, value in enumerate(hidden):
            slope = 1 - value * value if options.activation == "tanh" else float(value > 0)
            change = options.lr * error * output[index] * slope
            weights[index][0] -= change * x
            weights[index][1] -= change * y
            weights[index][2] -= change
            output[index] -= options.lr * error * value
        output[-1] -= options.lr * error
    print(json.dumps({"step": epoch, "val_acc": accuracy(validation)}), flush=True)
