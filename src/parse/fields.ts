/**
 * All names that the data of each parser has, as its real outputs have shown them (`test/corpus`). Not of those whose
 * data is whatever a command prints. A test compares them with the outputs.
 */
export const FIELDS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    arp: 'dev dst flags lladdr rows state',
    'bridge.fdb': 'dst flags ifname linkNetnsId mac master port rows state via vlan vni',
    'bridge.link': `addrInfo altnames bcast_flood cost fastleave flags flood guard hairpin ifindex ifname isolated
      learning link linkIndex links locked mab master mcast_flood mcast_max_groups mcast_n_groups
      mcast_to_unicast mtu multicast_router neigh_suppress neigh_vlan_suppress operstate priority
      root_block slaveData slaveKind state vlan_tunnel`,
    'brctl.show': 'bridges id interfaces mac name priority stp',
    conntrack: `address bytes code dnat dport dst dstkey event family flags flows id mark original packets port
      protocol protonum reply shown sport src srckey state time timeout type use zone`,
    'docker.images': 'created id repository rows size tag',
    'docker.network-ls': 'driver id name rows scope',
    'docker.node-ls': 'availability engine hostname id managerStatus rows self status',
    'docker.ps': 'command created id image names ports rows status',
    'docker.service-ls': 'desired id image mode name ports replicas rows running text',
    'docker.service-progress': 'done job number phase rolledBack service services state tasks total',
    'docker.service-ps': 'currentState desiredState error history id image name node ports rows since',
    ifconfig: `addrInfo address altnames broadcast bytes carrier_errors collisions dropped errors family
      fifo_errors flags frame_errors ifname label linkType links local mtu packets peer prefixlen rx scope
      stats tx txqlen`,
    'ip.addr': `addrInfo address ageing ageing_time altnames bcast_flood bcqueuelen bridge_id broadcast bytes
      carrier_errors collisions config_pending cost designated_cost designated_port dropped errors extra
      family fastleave flags flood forward_delay forward_delay_timer gc_timer group group_addr
      group_fwd_mask group_fwd_mask_str guard hairpin hello_time hello_timer hold_timer id ifalias ifindex
      ifname infoData infoKind isolated l2miss l3miss label learning link linkIndex linkNetns linkNetnsId linkType
      links local local6 locked master max_age mcast_fast_leave mcast_flood mcast_hash_elasticity
      mcast_hash_max mcast_igmp_version mcast_last_member_cnt mcast_last_member_intvl
      mcast_membership_intvl mcast_mld_version mcast_querier mcast_querier_intvl mcast_query_intvl
      mcast_query_response_intvl mcast_query_use_ifaddr mcast_router mcast_snooping
      mcast_startup_query_cnt mcast_startup_query_intvl mcast_stats_enabled mcast_to_unicast
      mcast_vlan_snooping message_age_timer metric missed_errors mode mst_enabled mtu multicast
      multicast_router neigh_suppress nf_call_arptables nf_call_ip6tables nf_call_iptables no
      no_linklocal_learn operstate packets peer port port_range prefixlen priority protocol proxy
      proxy_arp proxy_arp_wifi qdisc remote6 root_block root_id root_path_cost root_port rx scope
      slaveData slaveKind state stats stp_state table tcn_timer topology_change topology_change_ack
      topology_change_detected topology_change_timer ttl tx txqlen usedbcqueuelen vlan_default_pvid
      vlan_filtering vlan_protocol vlan_stats_enabled vlan_stats_per_port vlan_tunnel`,
    'ip.link': `ad_lacp_active ad_lacp_rate ad_select addrInfo address ageing ageing_time all_slaves_active altnames
      arp_all_targets arp_interval arp_missed_max bcast_flood bcqueuelen bridge_id broadcast bytes
      carrier_errors collisions config_pending cost coupled_control designated_cost designated_port df
      downdelay dropped errors erspan_index erspan_ver external extra fail_over_mac fastleave fdb_max_learned
      fdb_n_learned flags flood forward_delay forward_delay_timer gc_timer group group_addr group_fwd_mask
      group_fwd_mask_str guard hairpin hello_time hello_timer hold_timer id ifalias ifindex ifname
      infoData infoKind isolated l2miss l3miss learning link linkIndex linkMode linkNetns linkNetnsId linkType links
      local local6 locked lp_interval mab master max_age mcast_fast_leave mcast_flood
      mcast_hash_elasticity mcast_hash_max mcast_igmp_version mcast_last_member_cnt
      mcast_last_member_intvl mcast_membership_intvl mcast_mld_version mcast_querier mcast_querier_intvl
      mcast_query_intvl mcast_query_response_intvl mcast_query_use_ifaddr mcast_router mcast_snooping
      mcast_startup_query_cnt mcast_startup_query_intvl mcast_stats_enabled mcast_to_unicast
      mcast_vlan_snooping message_age_timer miimon min_links missed_errors mode mst_enabled mtu
      multi_queue multicast multicast_router neigh_suppress neigh_vlan_suppress nf_call_arptables
      nf_call_ip6tables nf_call_iptables no no_linklocal_learn num_peer_notif okey operstate over_errors
      packets packets_per_slave peer_notify_delay persist pi pmtudisc port port_range primary_reselect
      priority protocol proxy proxy_arp proxy_arp_wifi qdisc remcsum_rx remcsum_tx remote remote6
      resend_igmp reserved_bits root_block root_id root_path_cost root_port rsc rx slaveData slaveKind
      state stats stp_state table tcn_timer tlb_dynamic_lb topology_change topology_change_ack
      topology_change_detected topology_change_timer ttl tx txqlen type udp_csum udp_zero_csum6_rx
      udp_zero_csum6_tx updelay use_carrier usedbcqueuelen vlan_default_pvid vlan_filtering vlan_protocol
      vlan_stats_enabled vlan_stats_per_port vlan_tunnel vnet_hdr xmit_hash_policy`,
    'ip.neigh': 'dev dst flags lladdr rows state',
    'ip.netns': 'id name networkId role rows',
    'ip.route': `advmss cache dev dst encap family flags gateway host id initcwnd metric metrics mtu nexthops nhid
      pref prefsrc protocol quickack routes rto_min scope src table tos ttl type uid via weight`,
    'ip.rule': `action dport dst flags fwmark fwmask goto iif ipproto not oif priority rules selectors src
      suppress_prefixlength table tos uidrange`,
    'ip.xfrm': `action addr aead auth bytes counts dir dport dst enc encap flags fwd icvBits ifId in inSeq index
      keyBits lifetime mark mask mode name out outSeq packets policies priority proto replayWindow reqid
      sel spi sport src states tmpl type uid value`,
    iptables: `addrType bytes chains comment ctstate destination dport dst exact extra goto inInterface ipvs mark
      markMask name not num outInterface packets policy protocol references rules source sport src table
      target text toDestination toPorts toSource value`,
    ipvsadm: `activeConn address connections conns destination exact expire flags forward fwmark host inBytes
      inPkts inactConn ipv6 lowerThreshold netmask outBytes outPkts perSecond persistConn persistent port
      portName protocol scheduler servers services source state stats tcp tcpfin text timeouts truncated
      udp upperThreshold value virtual weight`,
    netstat: `addrInfo address altnames dev dropped dst errors expires family fifo_errors flags gateway ifname
      inode links local metric metrics mss mtu name packets path peer pid port processes program protocol
      recvQ retransmits routes rx sendQ service sockets state stats timer tx type user`,
    route: 'dev dst flags gateway metric metrics mss routes type',
    ss: `address cb cgroup details dev expires family fd groups info inode local name path peer peerInode pid
      port processes program protocol recvQ retransmits sendQ service sk sockets state timer type v6only`,
    tcpdump: `ack arp captured direction dport dportName dropped dst esp ether flags icmp id ifname info inner
      kind length linkType mac operation packets payload protocol received seq spi sport sportName src
      target time ttl type vlan vni vxlan`,
  }).map(([parser, names]) => [parser, new Set(names.split(/\s+/))]),
);
