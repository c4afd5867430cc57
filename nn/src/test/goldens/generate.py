#!/usr/bin/env python3
"""Writes what PyTorch computes into safetensors files, for the tests that compare with it.

Needs PyTorch (on Debian: apt-get install python3-torch); the tests do not. From this folder:

    python3 generate.py ../resources/io/ligature/nn/golden [name ...]

A file of a layer holds, all in float64 but for whole numbers:

    state.NAME      the state_dict before
    after.NAME      the buffers after, where they have changed
    input.N         what goes in, in order
    output.N        what comes out
    seed.N          the gradient that flows into output.N
    grad.input.N    the gradients that flow out
    grad.NAME

The files that are there were written by PyTorch 1.13.1.
"""

import json
import struct
import sys
import zlib
from pathlib import Path

import torch
from torch import nn

torch.set_default_dtype(torch.float64)
torch.use_deterministic_algorithms(True)

DTYPES = {torch.float64: "F64", torch.float32: "F32", torch.int64: "I64", torch.bool: "BOOL"}
CASES = {}


# ---- files


def save(path, tensors):
    header = {"__metadata__": {"format": "pt"}}
    data = b""
    for name, tensor in tensors.items():
        raw = tensor.detach().contiguous().numpy().tobytes()
        header[name] = {
            "dtype": DTYPES[tensor.dtype],
            "shape": list(tensor.shape),
            "data_offsets": [len(data), len(data) + len(raw)],
        }
        data += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


# ---- layers


def case(name):
    """Registers a function that returns a layer, its inputs and how to call it."""

    def register(make):
        CASES[name] = lambda: layer_golden(*make())
        return make

    return register


def randn(*shape):
    return torch.randn(*shape)


def flat(results):
    if isinstance(results, torch.Tensor):
        return [results]
    return [tensor for part in results if part is not None for tensor in flat(part)]


def layer_golden(layer, inputs, call=None, draw=True):
    if draw:
        for parameter in layer.parameters():
            padding = getattr(layer, "padding_idx", None)
            parameter.data = randn(*parameter.shape) * 0.5
            if padding is not None:
                parameter.data[padding] = 0
    golden = {"state." + name: value.clone() for name, value in layer.state_dict().items()}
    for parameter in inputs:
        if parameter.is_floating_point():
            parameter.requires_grad_()
    outputs = flat(call(layer, *inputs) if call else layer(*inputs))
    seeds = [randn(*output.shape) for output in outputs]
    sum((output * seed).sum() for output, seed in zip(outputs, seeds)).backward()
    for name, value in layer.named_buffers():
        if not torch.equal(value, golden["state." + name]):
            golden["after." + name] = value
    for i, value in enumerate(inputs):
        golden[f"input.{i}"] = value
        if value.grad is not None:
            golden[f"grad.input.{i}"] = value.grad
    for i, (output, seed) in enumerate(zip(outputs, seeds)):
        golden[f"output.{i}"] = output
        golden[f"seed.{i}"] = seed
    for name, value in layer.named_parameters():
        golden["grad." + name] = value.grad
    return golden


@case("linear")
def _():
    return nn.Linear(4, 3), [randn(2, 3, 4)]


@case("linear_no_bias")
def _():
    return nn.Linear(4, 3, bias=False), [randn(5, 4)]


@case("linear_float32")
def _():
    return nn.Linear(4, 3).float(), [randn(5, 4).float()], None, False


@case("layer_norm")
def _():
    return nn.LayerNorm(5), [randn(3, 5)]


@case("layer_norm_two_axes")
def _():
    return nn.LayerNorm([2, 3], eps=0.1), [randn(2, 2, 3)]


class RMSNorm(nn.Module):
    """As torch.nn.RMSNorm, which PyTorch has since 2.4."""

    def __init__(self, width, eps):
        super().__init__()
        self.eps = eps
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.eps) * self.weight


@case("rms_norm")
def _():
    return RMSNorm(5, 0.1), [randn(3, 5)]


@case("group_norm")
def _():
    return nn.GroupNorm(2, 4), [randn(2, 4, 3)]


@case("embedding")
def _():
    return nn.Embedding(5, 3), [torch.tensor([[1, 4, 1], [0, 2, 4]])]


@case("embedding_padding")
def _():
    return nn.Embedding(5, 3, padding_idx=2), [torch.tensor([[1, 2, 1], [2, 2, 4]])]


@case("prelu")
def _():
    return nn.PReLU(3), [randn(2, 3, 4)]


@case("weight_norm")
def _():
    return nn.utils.weight_norm(nn.Linear(4, 3)), [randn(2, 4)]


class Tied(nn.Module):
    """Reads a table both ways, as language models do."""

    def __init__(self):
        super().__init__()
        self.table = nn.Embedding(5, 3)
        self.head = nn.Linear(3, 5, bias=False)
        self.head.weight = self.table.weight

    def forward(self, x):
        return self.head(self.table(x).tanh())


def tied():
    golden = layer_golden(Tied(), [torch.tensor([[1, 4, 1], [0, 2, 4]])])
    del golden["state.head.weight"]  # as those who save leave it out
    return golden


CASES["tied"] = tied


# ---- recurrent nets


@case("rnn")
def _():
    return nn.RNN(3, 4), [randn(5, 2, 3)]


@case("rnn_relu_deep")
def _():
    net = nn.RNN(3, 2, num_layers=2, nonlinearity="relu", bidirectional=True, batch_first=True)
    return net, [randn(2, 4, 3), randn(4, 2, 2)]


@case("lstm")
def _():
    return nn.LSTM(3, 2), [randn(4, 2, 3)]


@case("lstm_deep")
def _():
    net = nn.LSTM(3, 2, num_layers=2, bidirectional=True, batch_first=True)
    inputs = [randn(2, 3, 3), randn(4, 2, 2), randn(4, 2, 2)]
    return net, inputs, lambda lstm, x, h, c: lstm(x, (h, c))


@case("lstm_without_batch")
def _():
    return nn.LSTM(3, 2, bias=False), [randn(4, 3)]


@case("gru")
def _():
    return nn.GRU(3, 2), [randn(4, 2, 3)]


@case("gru_deep")
def _():
    net = nn.GRU(3, 2, num_layers=2, bidirectional=True)
    return net, [randn(3, 2, 3), randn(4, 2, 2)]


@case("rnn_cell")
def _():
    return nn.RNNCell(3, 2), [randn(4, 3), randn(4, 2)]


@case("lstm_cell")
def _():
    cell = nn.LSTMCell(3, 2)
    return cell, [randn(4, 3), randn(4, 2), randn(4, 2)], lambda c, x, h, m: c(x, (h, m))


@case("gru_cell")
def _():
    return nn.GRUCell(3, 2), [randn(4, 3), randn(4, 2)]


# ---- windows


@case("conv1d")
def _():
    return nn.Conv1d(2, 3, 3, stride=2, padding=1), [randn(2, 2, 7)]


@case("conv2d")
def _():
    return nn.Conv2d(2, 3, 3), [randn(2, 2, 4, 5)]


@case("conv2d_strided")
def _():
    layer = nn.Conv2d(4, 6, (2, 3), stride=(2, 1), padding=(1, 2), dilation=(1, 2), groups=2)
    return layer, [randn(1, 4, 5, 6)]


@case("conv2d_same")
def _():
    return nn.Conv2d(2, 2, (4, 3), padding="same", bias=False), [randn(1, 2, 5, 4)]


@case("conv_transpose1d")
def _():
    return nn.ConvTranspose1d(2, 3, 3, stride=2, padding=1, output_padding=1), [randn(2, 2, 4)]


@case("conv_transpose2d")
def _():
    layer = nn.ConvTranspose2d(4, 2, (3, 2), stride=(2, 1), padding=(1, 0), groups=2)
    return layer, [randn(1, 4, 3, 3)]


@case("max_pool2d")
def _():
    return nn.MaxPool2d(3, stride=2, padding=1), [randn(1, 2, 6, 5)]


@case("max_pool1d_dilated")
def _():
    return nn.MaxPool1d(2, stride=1, dilation=2), [randn(1, 2, 7)]


@case("avg_pool2d")
def _():
    return nn.AvgPool2d((2, 3), stride=(2, 1), padding=(0, 1)), [randn(1, 2, 4, 5)]


@case("avg_pool1d")
def _():
    return nn.AvgPool1d(3, stride=2, padding=1, count_include_pad=False), [randn(2, 2, 6)]


@case("adaptive_avg_pool2d")
def _():
    return nn.AdaptiveAvgPool2d((2, 3)), [randn(1, 2, 5, 7)]


@case("adaptive_max_pool1d")
def _():
    return nn.AdaptiveMaxPool1d(3), [randn(2, 2, 7)]


@case("adaptive_avg_pool1d")
def _():
    return nn.AdaptiveAvgPool1d(3), [randn(2, 2, 7)]


@case("adaptive_max_pool2d")
def _():
    return nn.AdaptiveMaxPool2d((2, 3)), [randn(1, 2, 5, 7)]


@case("max_pool1d")
def _():
    return nn.MaxPool1d(3, stride=2, padding=1), [randn(2, 2, 6)]


@case("upsample_nearest")
def _():
    return nn.Upsample(scale_factor=2), [randn(1, 2, 3)]


@case("upsample_nearest_by_a_part")
def _():
    return nn.Upsample(scale_factor=1.7), [randn(1, 2, 3, 5)]


@case("upsample_linear")
def _():
    return nn.Upsample(scale_factor=2.5, mode="linear"), [randn(2, 2, 5)]


@case("upsample_bilinear")
def _():
    return nn.Upsample(scale_factor=1.5, mode="bilinear"), [randn(1, 2, 3, 5)]


@case("upsample_bilinear_to")
def _():
    return nn.Upsample(size=(5, 2), mode="bilinear"), [randn(1, 2, 3, 5)]


@case("upsample_bilinear_aligned")
def _():
    return nn.Upsample(scale_factor=2, mode="bilinear", align_corners=True), [randn(1, 2, 3, 5)]


@case("conv1d_grouped")
def _():
    return nn.Conv1d(4, 6, 3, padding="same", groups=2), [randn(2, 4, 5)]


@case("batch_norm1d")
def _():
    return nn.BatchNorm1d(3), [randn(4, 3)]


@case("batch_norm2d")
def _():
    return nn.BatchNorm2d(2, eps=0.1, momentum=0.3), [randn(2, 2, 2, 3)]


@case("batch_norm1d_eval")
def _():
    layer = nn.BatchNorm1d(3)
    layer.running_mean.normal_()
    layer.running_var.uniform_(0.5, 2)
    return layer.eval(), [randn(2, 3, 4)]


@case("upsample_nearest")
def _():
    return nn.Upsample(scale_factor=2), [randn(1, 2, 2, 3)]


# ---- attention


def attend(mask=None, causal=False):
    def call(layer, query, key, value):
        length = query.shape[1]
        bias = torch.full((length, length), float("-inf")).triu(1) if causal else None
        return layer(query, key, value, key_padding_mask=mask, attn_mask=bias)

    return call


@case("multihead_attention")
def _():
    layer = nn.MultiheadAttention(4, 2, batch_first=True)
    return layer, [randn(2, 3, 4), randn(2, 5, 4), randn(2, 5, 4)], attend()


@case("multihead_attention_causal")
def _():
    layer = nn.MultiheadAttention(4, 2, bias=False, batch_first=True)
    return layer, [randn(2, 3, 4), randn(2, 3, 4), randn(2, 3, 4)], attend(causal=True)


@case("multihead_attention_padded")
def _():
    layer = nn.MultiheadAttention(4, 2, kdim=3, vdim=5, batch_first=True)
    mask = torch.tensor([[False, False, True], [False, True, True]])
    return layer, [randn(2, 2, 4), randn(2, 3, 3), randn(2, 3, 5)], attend(mask)


@case("transformer_encoder_layer")
def _():
    return nn.TransformerEncoderLayer(4, 2, 6, dropout=0, batch_first=True), [randn(2, 3, 4)]


@case("transformer_encoder_layer_norm_first")
def _():
    layer = nn.TransformerEncoderLayer(
        4, 2, 6, dropout=0, activation="gelu", batch_first=True, norm_first=True
    )
    return layer, [randn(2, 3, 4)]


@case("transformer_decoder_layer")
def _():
    layer = nn.TransformerDecoderLayer(4, 2, 6, dropout=0, batch_first=True)
    mask = torch.full((3, 3), float("-inf")).triu(1)
    return layer, [randn(2, 3, 4), randn(2, 2, 4)], lambda d, x, m: d(x, m, tgt_mask=mask)


@case("transformer_encoder")
def _():
    layer = nn.TransformerEncoderLayer(4, 2, 3, dropout=0, batch_first=True)
    net = nn.TransformerEncoder(layer, 2, nn.LayerNorm(4), enable_nested_tensor=False)
    return net, [randn(1, 2, 4)]


@case("transformer_decoder")
def _():
    layer = nn.TransformerDecoderLayer(4, 2, 3, dropout=0, batch_first=True)
    net = nn.TransformerDecoder(layer, 2, nn.LayerNorm(4))
    return net, [randn(1, 2, 4), randn(1, 3, 4)], lambda d, x, m: d(x, m)


# ---- functions without parameters, together

ACTIVATIONS = {
    "relu": nn.ReLU(),
    "relu6": nn.ReLU6(),
    "leaky_relu": nn.LeakyReLU(0.2),
    "elu": nn.ELU(0.7),
    "celu": nn.CELU(0.5),  # its gradient rounds alpha to float32
    "selu": nn.SELU(),
    "gelu": nn.GELU(),
    "gelu_tanh": nn.GELU("tanh"),
    "silu": nn.SiLU(),
    "mish": nn.Mish(),
    "sigmoid": nn.Sigmoid(),
    "log_sigmoid": nn.LogSigmoid(),
    "tanh": nn.Tanh(),
    "tanhshrink": nn.Tanhshrink(),
    "softplus": nn.Softplus(2, 20),
    "softsign": nn.Softsign(),
    "softshrink": nn.Softshrink(0.3),
    "hardshrink": nn.Hardshrink(0.3),
    "hardtanh": nn.Hardtanh(-2, 0.5),
    "hardsigmoid": lambda x: nn.functional.relu6(x + 3) / 6,  # whose gradient rounds 1/6 to float32
    "hardswish": nn.Hardswish(),
    "softmax": nn.Softmax(1),
    "log_softmax": nn.LogSoftmax(1),
    "glu": nn.GLU(1),
}


def activations():
    golden = {"input": torch.cat([torch.linspace(-9, 9, 12), randn(12)]).reshape(2, 6, 2)}
    for name, layer in ACTIVATIONS.items():
        x = golden["input"].clone().requires_grad_()
        y = layer(x)
        seed = randn(*y.shape)
        (y * seed).sum().backward()
        golden.update({f"output.{name}": y, f"seed.{name}": seed, f"grad.{name}": x.grad})
    return golden


CASES["activations"] = activations

WEIGHTS = torch.tensor([0.5, 2.0, 1.0])
REAL = ["mse", "l1", "huber", "smooth_l1"]
LOSSES = {
    "mse": nn.MSELoss(),
    "l1": nn.L1Loss(reduction="sum"),
    "huber": nn.HuberLoss(delta=0.6),
    "smooth_l1": nn.SmoothL1Loss(beta=0.6),
    "bce": nn.BCELoss(),
    "bce_with_logits": nn.BCEWithLogitsLoss(pos_weight=WEIGHTS),
    "kl_div": nn.KLDivLoss(reduction="batchmean"),
    "kl_div_log": nn.KLDivLoss(reduction="sum", log_target=True),
    "cross_entropy": nn.CrossEntropyLoss(),
    "cross_entropy_all": nn.CrossEntropyLoss(weight=WEIGHTS, ignore_index=1, label_smoothing=0.1),
    "cross_entropy_sum": nn.CrossEntropyLoss(reduction="sum", label_smoothing=0.2),
    "nll": nn.NLLLoss(weight=WEIGHTS),
}


def targets(name, shape):
    if name in ("cross_entropy", "cross_entropy_all", "cross_entropy_sum", "nll"):
        return torch.tensor([0, 2, 1, 2])
    if name in ("bce", "bce_with_logits"):
        return torch.rand(shape)
    if name.startswith("kl_div"):
        log = randn(*shape).log_softmax(1)
        return log if name.endswith("log") else log.exp()
    return randn(*shape)


def losses():
    golden = {"weights": WEIGHTS}
    for name, loss in LOSSES.items():
        x = randn(4, 3)
        x = x.sigmoid() if name == "bce" else x
        x = x.log_softmax(1) if name.startswith("kl_div") or name == "nll" else x
        x.requires_grad_()
        y = targets(name, x.shape)
        value = loss(x, y)
        value.backward()
        golden.update({f"input.{name}": x, f"target.{name}": y})
        golden.update({f"output.{name}": value, f"grad.{name}": x.grad})
    return golden


CASES["losses"] = losses

# ---- optimizers, which all walk along the same gradients


class NAdam(torch.optim.NAdam):
    """As PyTorch 2 steps: before, a factor of the look-ahead's product was there twice."""

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in group["params"]:
                state = self.state[p]
                if not state:
                    state.update(t=0, product=1.0, m=torch.zeros_like(p), v=torch.zeros_like(p))
                state["t"] += 1
                t = state["t"]
                d = p.grad + group["weight_decay"] * p
                mu, ahead = (
                    beta1 * (1 - 0.5 * 0.96 ** (i * group["momentum_decay"])) for i in (t, t + 1)
                )
                state["product"] *= mu
                state["m"].mul_(beta1).add_(d, alpha=1 - beta1)
                state["v"].mul_(beta2).addcmul_(d, d, value=1 - beta2)
                divisor = (state["v"] / (1 - beta2**t)).sqrt() + group["eps"]
                p -= group["lr"] * (1 - mu) / (1 - state["product"]) * d / divisor
                p -= group["lr"] * ahead / (1 - state["product"] * ahead) * state["m"] / divisor


OPTIMIZERS = {
    "sgd": lambda p: torch.optim.SGD(p, 0.1, weight_decay=0.2),
    "sgd_momentum": lambda p: torch.optim.SGD(p, 0.1, momentum=0.9, dampening=0.3),
    "sgd_nesterov": lambda p: torch.optim.SGD(p, 0.1, momentum=0.9, nesterov=True, weight_decay=0.1),
    "adam": lambda p: torch.optim.Adam(p, 0.1),
    "adam_amsgrad": lambda p: torch.optim.Adam(p, 0.1, amsgrad=True, weight_decay=0.1),
    "adamw": lambda p: torch.optim.AdamW(p, 0.1, betas=(0.8, 0.9), eps=1e-3),
    "adamw_amsgrad": lambda p: torch.optim.AdamW(p, 0.1, amsgrad=True, weight_decay=0.3),
    "nadam": lambda p: NAdam(p, 0.1, weight_decay=0.1),
    "radam": lambda p: torch.optim.RAdam(p, 0.1, weight_decay=0.1),
    "rmsprop": lambda p: torch.optim.RMSprop(p, 0.1),
    "rmsprop_all": lambda p: torch.optim.RMSprop(
        p, 0.1, alpha=0.9, momentum=0.5, centered=True, weight_decay=0.1
    ),
    "adagrad": lambda p: torch.optim.Adagrad(
        p, 0.1, lr_decay=0.1, weight_decay=0.1, initial_accumulator_value=0.2
    ),
}


def optimizers(steps=8, width=3):
    golden = {"begin": randn(width), "gradients": randn(steps, width)}
    for name, make in OPTIMIZERS.items():
        parameter = nn.Parameter(golden["begin"].clone())
        optimizer = make([parameter])
        path = []
        for gradient in golden["gradients"]:
            parameter.grad = gradient.clone()
            optimizer.step()
            path.append(parameter.detach().clone())
        golden["path." + name] = torch.stack(path)
    return golden


CASES["optimizers"] = optimizers


def main(folder, *names):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name in names or CASES:
        torch.manual_seed(zlib.crc32(name.encode()))
        save(folder / (name + ".safetensors"), CASES[name]())


if __name__ == "__main__":
    main(*sys.argv[1:])
