// Networks that the server's tests open.

export const lenet5 = `network LeNet5 {
  input(28x28x1)
  -> conv(6, 5x5)         -> relu -> maxpool(2)
  -> conv(16, 5x5, pad=0) -> relu -> maxpool(2)
  -> fc(120) -> relu -> fc(84) -> relu -> fc(10)
}
train LeNet5 {
  data      = digits
  optimizer = sgd(lr=0.05, momentum=0.9)
  batch     = 64
  epochs    = 2
}
`;

/** On some adapters its 3x3 convolutions use Winograd's algorithm, whose workspace takes memory. */
export const cifarSmall = `network CifarSmall {
  input(32x32x3)
  -> [conv(32) -> relu]*2 -> maxpool(2)
  -> [conv(64) -> relu]*2 -> maxpool(2)
  -> fc(256) -> relu -> fc(10)
}
train CifarSmall {
  data      = cifar10("cifar-10")
  optimizer = sgd(lr=0.01, momentum=0.9)
  batch     = 32
}
`;

/** A repeat, whose layers have several instances each. */
export const textbookPattern =
  'INPUT(32x32x3) -> [CONV(32) -> RELU -> CONV(32) -> RELU -> POOL]*3 -> [FC(256) -> RELU]*2 -> FC(10)\n';
