// The networks that `CNN: New Network...` offers: a first one to change, and those of the course.
import alexnet from '../../examples/alexnet.cnn';
import cifar10Quick from '../../examples/cifar10-quick.cnn';
import densenet from '../../examples/densenet.cnn';
import googlenet from '../../examples/googlenet.cnn';
import lenet5 from '../../examples/lenet5.cnn';
import mobilenet from '../../examples/mobilenet.cnn';
import patterns from '../../examples/patterns.cnn';
import resnet from '../../examples/resnet.cnn';
import resnet20 from '../../examples/resnet20.cnn';
import unet from '../../examples/unet.cnn';
import vgg16 from '../../examples/vgg16.cnn';
import firstNetwork from './first-network.cnn';

export interface Template {
  readonly label: string;
  /** What it is good for, in a few words. */
  readonly detail: string;
  readonly text: string;
}

export const templates: readonly Template[] = [
  {
    label: 'First network',
    detail: 'Two convolutions and two fully connected layers; trains on digits in seconds',
    text: firstNetwork,
  },
  {
    label: "The textbook's patterns",
    detail: 'INPUT -> [CONV -> RELU -> POOL]*N -> FC, in four sizes',
    text: patterns,
  },
  { label: 'LeNet-5', detail: 'Digits, 28x28; trains here to about 97 %', text: lenet5 },
  { label: 'CIFAR-10 quick', detail: "Caffe's small network for 32x32 images", text: cifar10Quick },
  { label: 'AlexNet', detail: 'ImageNet, 2012: large windows first', text: alexnet },
  { label: 'VGG-16', detail: 'ImageNet, 2014: nothing but 3x3 convolutions', text: vgg16 },
  { label: 'GoogLeNet', detail: 'ImageNet, 2014: inception modules and auxiliary outputs', text: googlenet },
  { label: 'ResNet-20', detail: 'CIFAR, 2015: residual blocks', text: resnet20 },
  { label: 'ResNet-18 to 152', detail: 'ImageNet, 2015: residual blocks and bottlenecks', text: resnet },
  { label: 'DenseNet-121', detail: 'ImageNet, 2017: every layer sees all before it', text: densenet },
  { label: 'MobileNetV2 and V3', detail: 'ImageNet, 2018: depthwise convolutions for phones', text: mobilenet },
  { label: 'U-Net', detail: 'Segmentation, 2015: down and up again, with skips', text: unet },
];
