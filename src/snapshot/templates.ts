/**
 * Go templates for the docker CLI that print an object with the keys of its inspection, but only those that facts are
 * made of: no environments, no arguments, no tokens. Each names fields that engines 20.10 to 29 all have; one that is
 * missing would fail the whole command.
 */

export const INFO =
  `{"ServerVersion":{{json .ServerVersion}},"KernelVersion":{{json .KernelVersion}},"Name":{{json .Name}},
"Swarm":{"NodeID":{{json .Swarm.NodeID}},"NodeAddr":{{json .Swarm.NodeAddr}},
"LocalNodeState":{{json .Swarm.LocalNodeState}},"ControlAvailable":{{json .Swarm.ControlAvailable}},
"Cluster":{{with .Swarm.Cluster}}{"ID":{{json .ID}},"DataPathPort":{{json .DataPathPort}}}{{else}}null{{end}}}}`.replaceAll(
    '\n',
    '',
  );

export const CONTAINER = `{"Id":{{json .Id}},"Name":{{json .Name}},"State":{"Running":{{json .State.Running}},
"Status":{{json .State.Status}},"Pid":{{json .State.Pid}}},"Config":{"Hostname":{{json .Config.Hostname}},
"Image":{{json .Config.Image}},"Labels":{{json .Config.Labels}}},
"HostConfig":{"NetworkMode":{{json .HostConfig.NetworkMode}}},
"NetworkSettings":{"SandboxKey":{{json .NetworkSettings.SandboxKey}},"Networks":{{json .NetworkSettings.Networks}}}}`.replaceAll(
  '\n',
  '',
);

export const NODE = `{"ID":{{json .ID}},"Spec":{"Role":{{json .Spec.Role}},"Availability":{{json .Spec.Availability}},
"Labels":{{json .Spec.Labels}}},"Description":{"Hostname":{{json .Description.Hostname}},
"Engine":{"EngineVersion":{{json .Description.Engine.EngineVersion}}}},"Status":{{json .Status}},
"ManagerStatus":{{json .ManagerStatus}}}`.replaceAll('\n', '');

export const SERVICE = `{"ID":{{json .ID}},"Spec":{"Name":{{json .Spec.Name}},"Labels":{{json .Spec.Labels}},
"Mode":{{json .Spec.Mode}},"EndpointSpec":{{json .Spec.EndpointSpec}},
"TaskTemplate":{"Networks":{{json .Spec.TaskTemplate.Networks}}{{with .Spec.TaskTemplate.ContainerSpec}},
"ContainerSpec":{"Image":{{json .Image}}}{{end}}}},"Endpoint":{{json .Endpoint}}}`.replaceAll('\n', '');

export const TASK = `{"ID":{{json .ID}},"ServiceID":{{json .ServiceID}},"NodeID":{{json .NodeID}},"Slot":{{json .Slot}},
"Labels":{{json .Labels}},"DesiredState":{{json .DesiredState}},"Status":{{json .Status}},
"Spec":{ {{with .Spec.ContainerSpec}}"ContainerSpec":{"Image":{{json .Image}}}{{end}} },
"NetworksAttachments":{{json .NetworksAttachments}}}`.replaceAll('\n', '');
