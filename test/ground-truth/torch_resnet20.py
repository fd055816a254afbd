"""Prints the losses of the first four steps of ResNet-20 by PyTorch, which `npm run bench` holds every library to.

ResNet-20 for CIFAR-10 as in examples/resnet20.cnn: skips by option A, no biases before batch norm (eps 1e-5). Weights, images,
labels and optimizer from the stated generator, see README.md; batch 32. In float64, then in float32.

Run: python3 torch_resnet20.py
"""
import torch
import torch.nn.functional as F

M = 0xFFFFFFFF
BATCH, STEPS = 32, 4


def mulberry32(seed):
    s = seed & M
    while True:
        s = (s + 0x6D2B79F5) & M
        t = ((s ^ (s >> 15)) * (s | 1)) & M
        t ^= (t + (((t ^ (t >> 7)) * (t | 61)) & M)) & M
        yield ((t ^ (t >> 14)) & M) / 2**32


def uniform(stream, count, bound):
    # As in the bench, whose libraries all begin with values rounded to float32.
    return torch.tensor([(2 * next(stream) - 1) * bound for _ in range(count)], dtype=torch.float32)


class ResNet20:
    def __init__(self, dtype):
        self.stream, self.dtype, self.parameters = mulberry32(42), dtype, []
        self.stem = self.conv_bn(3, 16)
        self.blocks, channels = [], 16
        for filters, count in ((16, 3), (32, 3), (64, 3)):
            for index in range(count):
                stride = 2 if filters != 16 and index == 0 else 1
                self.blocks.append((stride, filters, self.conv_bn(channels, filters), self.conv_bn(filters, filters)))
                channels = filters
        weights = uniform(self.stream, 64 * 10, (6 / 64) ** 0.5).reshape(64, 10)
        self.fc = [self.learned(weights), self.learned(torch.zeros(10))]

    def learned(self, values):
        parameter = values.to(self.dtype).requires_grad_()
        self.parameters.append(parameter)
        return parameter

    def conv_bn(self, channels, filters):
        hwio = uniform(self.stream, 9 * channels * filters, (6 / (9 * channels)) ** 0.5).reshape(3, 3, channels, filters)
        weights = self.learned(hwio.permute(3, 2, 0, 1).contiguous())
        return weights, self.learned(torch.ones(filters)), self.learned(torch.zeros(filters))

    @staticmethod
    def apply(x, layer, stride=1):
        weights, scale, shift = layer
        y = F.conv2d(x, weights, stride=stride, padding=1)
        return F.batch_norm(y, None, None, scale, shift, training=True, eps=1e-5)

    def __call__(self, x):
        x = F.relu(self.apply(x, self.stem))
        for stride, filters, first, second in self.blocks:
            skip = F.pad(x[:, :, ::stride, ::stride], (0, 0, 0, 0, 0, filters - x.shape[1]))
            x = F.relu(self.apply(F.relu(self.apply(x, first, stride)), second) + skip)
        return x.mean((2, 3)) @ self.fc[0] + self.fc[1]


for dtype in (torch.float64, torch.float32):
    network = ResNet20(dtype)
    values = mulberry32(7)
    images = uniform(values, BATCH * 32 * 32 * 3, 1).to(dtype).reshape(BATCH, 32, 32, 3).permute(0, 3, 1, 2)
    labels = torch.tensor([int(next(values) * 10) for _ in range(BATCH)])
    optimizer = torch.optim.SGD(network.parameters, lr=0.01, momentum=0.9)
    losses = []
    for _ in range(STEPS):
        optimizer.zero_grad()
        loss = F.cross_entropy(network(images), labels)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    print(torch.__version__, dtype, *(f"{loss:.6f}" for loss in losses))
