"""Writes torch_image_losses.json: PyTorch's losses over pixels and images, their values and gradients, in float64.

Scores [2, 3, 4, classes 3] in [-4, 4) and images [2, 3, 4, 2] in [-1, 1) come from the stated generator (mulberry32, see
README.md), seeds 1 to 3; labels 255 are ignored.

- labelled: cross_entropy(ignore_index=255, label_smoothing=...), and mse_loss and l1_loss of the one-hot vectors of the
  pixels that are not ignored.
- images: mse_loss and l1_loss.

Run: python3 torch_image_losses.py
"""
import json
import os

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
M = 0xFFFFFFFF
here = os.path.dirname(os.path.abspath(__file__))


def mulberry(count, seed, factor):
    s, values = seed & M, []
    for _ in range(count):
        s = (s + 0x6D2B79F5) & M
        t = s
        t = ((t ^ (t >> 15)) * (t | 1)) & M
        t ^= (t + (((t ^ (t >> 7)) * (t | 61)) & M)) & M
        values.append(((t ^ (t >> 14)) / 2**32 * 2 - 1) * factor)
    return torch.tensor(values)


def result(value, of):
    value.backward()
    return {"value": value.item(), "gradient": of.grad.flatten().tolist()}


labels = [0, 2, 1, 255, 1, 1, 0, 2, 2, 0, 255, 1, 1, 1, 1, 1, 0, 0, 255, 0, 0, 0, 1, 255]


def scores():
    return mulberry(72, 1, 4).reshape(2, 3, 4, 3).requires_grad_()


def one_hot(of):
    return F.one_hot(of, 3).to(torch.float64)


def labelled():
    target = torch.tensor(labels).reshape(2, 3, 4)
    counted = target != 255
    for smoothing in (0, 0.1):
        x = scores()
        value = F.cross_entropy(x.permute(0, 3, 1, 2), target, ignore_index=255, label_smoothing=smoothing)
        yield {"loss": {"kind": "cross_entropy", "smoothing": smoothing}, **result(value, x)}
    for kind, function in (("mse", F.mse_loss), ("mae", F.l1_loss)):
        x = scores()
        yield {"loss": {"kind": kind}, **result(function(x[counted], one_hot(target[counted])), x)}


def images():
    target = mulberry(48, 3, 1)
    for kind, function in (("mse", F.mse_loss), ("mae", F.l1_loss)):
        y = mulberry(48, 2, 1).requires_grad_()
        yield {"loss": {"kind": kind}, **result(function(y, target), y)}


content = {
    "torch": torch.__version__,
    "labels": labels,
    "labelled": list(labelled()),
    "images": list(images()),
}
with open(os.path.join(here, "torch_image_losses.json"), "w") as file:
    json.dump(json.loads(json.dumps(content), parse_float=lambda text: float(f"{float(text):.13g}")), file)
    file.write("\n")
