"""PyTorch's side of Gpu.java: does what the lines on its standard input say.

TF32 is off unless the argument --tf32 stands behind.
"""

import sys
import time

import numpy
import torch
import torch.nn.functional as F

ROWS, COLUMNS = 1 << 14, 1 << 12
DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")

torch.backends.cuda.matmul.allow_tf32 = "--tf32" in sys.argv
torch.backends.cudnn.allow_tf32 = "--tf32" in sys.argv


def say(line):
    print(line, flush=True)


def finish():
    if DEVICE.type == "cuda":
        torch.cuda.synchronize()


def draw(*extents):
    return torch.randn(*extents, device=DEVICE)


def product(name):
    _, side, kind = name.split("-")
    side = int(side)
    a, b, y = draw(side, side), draw(side, side), draw(side, side)
    left = a.t() if kind[0] == "t" else a
    right = b.t() if kind[1] == "t" else b
    return lambda: torch.matmul(left, right, out=y)


def kernel(name):
    if name.startswith("sgemm"):
        return product(name)
    x = draw(ROWS, COLUMNS)
    y = draw(ROWS, COLUMNS)
    ones, zeros = torch.ones(COLUMNS, device=DEVICE), torch.zeros(COLUMNS, device=DEVICE)
    return {
        "copy": lambda: y.copy_(x),
        "relu": lambda: torch.relu(x),
        "exp": lambda: torch.exp(x),
        "tanh": lambda: torch.tanh(x),
        "sigmoid": lambda: torch.sigmoid(x),
        "gelu": lambda: F.gelu(x),
        "softmax": lambda: torch.softmax(x, -1),
        "layernorm": lambda: F.layer_norm(x, (COLUMNS,), ones, zeros),
        "transpose": lambda: x.t().contiguous(),
        "add": lambda: x + y,
        "sum": lambda: x.sum(),
        "sum-rows": lambda: x.sum(1),
        "sum-columns": lambda: x.sum(0),
    }[name]


def net(name):
    nn = torch.nn
    if name == "mlp":
        return nn.Sequential(
            nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU(), nn.Linear(128, 10))
    if name == "wide":
        return nn.Sequential(nn.Linear(1024, 4096), nn.ReLU(), nn.Linear(4096, 1024))
    if name == "lenet":
        return nn.Sequential(
            nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
            nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))
    return nn.TransformerEncoderLayer(256, 4, 1024, dropout=0.0, batch_first=True)


def training(name, folder):
    """Returns a step, after 50 of which it has said the loss."""
    kind, rule = name.split("-")

    def load(file):
        return torch.from_numpy(numpy.load(f"{folder}/{file}.npy")).to(DEVICE)

    model = net(kind).to(DEVICE)
    with torch.no_grad():
        for i, parameter in enumerate(model.parameters()):
            parameter.copy_(load(f"w{i}"))
    x, y = load("x"), load("y")
    adam = rule == "adam"
    make = torch.optim.Adam if adam else torch.optim.SGD
    optimizer = make(model.parameters(), lr=1e-4 if adam else 1e-2)
    compare = F.mse_loss if y.is_floating_point() else F.cross_entropy

    def step():
        optimizer.zero_grad()
        loss = compare(model(x), y)
        loss.backward()
        optimizer.step()
        return loss.item()

    for _ in range(50):
        loss = step()
    say(f"loss {loss}")
    return step


def nanos(step, millis):
    finish()
    begin = time.perf_counter_ns()
    done, batch, passed = 0, 1, 0
    while passed < millis * 1_000_000:
        for _ in range(batch):
            step()
        finish()
        done += batch
        passed = time.perf_counter_ns() - begin
        batch *= 2
    return passed / done


def main():
    where = torch.cuda.get_device_name() if DEVICE.type == "cuda" else "CPU"
    tf32 = "on" if torch.backends.cuda.matmul.allow_tf32 else "off"
    say(f"hello {torch.__version__} on {where}, TF32 {tf32}")
    step = None
    for line in sys.stdin:
        command, *rest = line.split()
        if command == "round":
            say(f"nanos {nanos(step, int(rest[0]))}")
        else:
            step = None
            if DEVICE.type == "cuda":
                torch.cuda.empty_cache()
            if command == "prepare":
                step = kernel(rest[0])
                say("ready")
            else:
                step = training(*rest)


main()
