// A network with every layer and a job for every optimizer, for tests of code that handles all of them.

export const everyLayer = `network Every {
  input(28x28x1)
  -> conv(8) -> depthwise -> bn -> relu -> layer_norm -> relu6 -> group_norm(2) -> leaky_relu
  -> instance_norm -> instance_norm(affine=true)
  -> lrn -> sigmoid -> scale -> hard_sigmoid -> tanh -> gelu -> swish -> hard_swish -> elu(0.5) -> selu -> softplus
  -> mish -> prelu -> prelu(shared=true)
  -> maxpool(2) -> upconv(8) -> avgpool(2) -> upsample(2) -> pad(1) -> crop(1) -> shuffle(2)
  -> depth_to_space(2) -> space_to_depth(2)
  -> add(identity, shortcut(8)) -> mul(identity, global_avgpool -> fc(8) -> sigmoid)
  -> concat(part(1, of=2), part(2, of=2)) -> mul(identity, global_maxpool -> flatten)
  -> dropout -> global_avgpool -> fc(10) -> softmax
}
${['sgd', 'adagrad', 'rmsprop', 'adam', 'adamw'].map((name) => `train Every { optimizer = ${name} }`).join('\n')}
`;
