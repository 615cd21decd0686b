// The page of the neuron in time: its current can be moved.

import { moved } from "../parts/current.js";

moved(document.body);
