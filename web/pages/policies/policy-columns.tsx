// The columns of a policy's tree: what each node owns, and what bounds it.
import type { FlavorUnit, NodeKind } from '../../../src/domain/policy/policy.ts'
import type { PolicyBody, ShareNodeBody } from '../../../src/contract/policies.ts'
import type { PortalKey } from '../../../src/text/portal/portal.ts'
import { ShareBar } from '../../parts/share-bar.tsx'
import { SectorName } from '../../parts/sector-name.tsx'
import type { TreeColumn } from '../../parts/tree-table.tsx'
import type { Reader } from '../../reader.tsx'
import { sectorPositions } from './sector-positions.ts'

type Column = TreeColumn<ShareNodeBody>

export const KIND_KEYS: Readonly<Record<NodeKind, PortalKey>> = {
  sector: 'kindSector',
  programme: 'kindProgramme',
  consortium: 'kindConsortium',
  project: 'kindProject',
}

export const UNIT_KEYS: Readonly<Record<FlavorUnit, PortalKey>> = {
  gpu: 'unitGpu',
  slice: 'unitSlice',
  npu: 'unitNpu',
  seat: 'unitSeat',
  shot: 'unitShot',
  cpu: 'unitCpu',
}

function nameColumn({ t, own }: Reader, policy: PolicyBody): Column {
  const positions = sectorPositions(policy.nodes)
  const nameOf = (node: ShareNodeBody): string => own(node.title) || node.id
  return {
    id: 'name',
    title: t('columnName'),
    value: nameOf,
    cell: (node) => (
      <span className="node-name">
        {node.parent === null ? (
          <SectorName name={nameOf(node)} position={positions.get(node.id) ?? 0} />
        ) : (
          nameOf(node)
        )}
        <span className="node-kind">{t(KIND_KEYS[node.kind])}</span>
      </span>
    ),
  }
}

export function shareColumns(reader: Reader, policy: PolicyBody): readonly Column[] {
  const { t, number, percent } = reader
  const positions = sectorPositions(policy.nodes)
  const share = (id: string, title: string, value: (node: ShareNodeBody) => number): Column => ({
    id,
    title,
    value,
    cell: (node) => (
      <ShareBar share={value(node)} words={percent(value(node), 2)} position={positions.get(node.id) ?? 0} />
    ),
  })
  const perFlavor = policy.flavors.map((flavor): Column => ({
    id: `guarantee-${flavor.name}`,
    title: t('columnGuaranteeOf', { flavor: flavor.name, unit: t(UNIT_KEYS[flavor.unit]) }),
    value: (node) => node.guarantee[flavor.name] ?? 0,
    cell: (node) => number(node.guarantee[flavor.name] ?? 0),
  }))
  return [
    nameColumn(reader, policy),
    ...perFlavor,
    share('share-of-cards', t('columnShareOfCards'), (node) => node.shareOfCards),
    {
      id: 'reference-cards',
      title: t('columnReferenceCards'),
      value: (node) => node.referenceCards,
      cell: (node) => number(node.referenceCards, 1),
    },
    share('share-of-compute', t('columnShareOfCompute'), (node) => node.shareOfCompute),
  ]
}

export function limitColumns(reader: Reader, policy: PolicyBody): readonly Column[] {
  const { t, number } = reader
  const bound = (
    id: string,
    title: PortalKey,
    unset: PortalKey,
    of: (node: ShareNodeBody, flavor: string) => number | undefined,
  ) =>
    policy.flavors.map((flavor): Column => ({
      id: `${id}-${flavor.name}`,
      title: policy.flavors.length === 1 ? t(title) : `${t(title)} (${flavor.name})`,
      // What has no bound sorts above every bound.
      value: (node) => of(node, flavor.name) ?? Number.MAX_SAFE_INTEGER,
      cell: (node) => {
        const units = of(node, flavor.name)
        return units === undefined ? <span className="unset">{t(unset)}</span> : number(units)
      },
    }))
  return [
    nameColumn(reader, policy),
    { id: 'weight', title: t('columnWeight'), value: (node) => node.weight, cell: (node) => number(node.weight) },
    { id: 'tier', title: t('columnTier'), value: (node) => node.tier, cell: (node) => number(node.tier) },
    ...bound('limit', 'columnLimit', 'limitUnset', (node, flavor) => node.limit[flavor]),
    ...bound('borrowing', 'columnBorrowingLimit', 'borrowingUnset', (node, flavor) => node.borrowingLimit[flavor]),
    ...bound('lending', 'columnLendingLimit', 'lendingUnset', (node, flavor) => node.lendingLimit[flavor]),
  ]
}
