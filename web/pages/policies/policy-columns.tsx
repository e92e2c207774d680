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
    title: t('columnGuaranteeOf', { flavor: flavor.name }),
    value: (node) => node.guarantee[flavor.name] ?? 0,
    cell: (node) => {
      const units = node.guarantee[flavor.name] ?? 0
      return units === 0 ? <span className="unset">0</span> : number(units)
    },
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
    of: (node: ShareNodeBody) => Readonly<Record<string, number>>,
  ): Column => ({
    id,
    title: t(title),
    // What has no bound sorts above every bound.
    value: (node) => Math.min(...Object.values(of(node)), Number.MAX_SAFE_INTEGER),
    cell: (node) => {
      const bounds = Object.entries(of(node))
      if (bounds.length === 0) return <span className="unset">{t(unset)}</span>
      return bounds.map(([flavor, units]) => (
        <span key={flavor} className="bound">
          {number(units)} {policy.flavors.length > 1 && <span className="unset">{flavor}</span>}
        </span>
      ))
    },
  })
  return [
    nameColumn(reader, policy),
    { id: 'weight', title: t('columnWeight'), value: (node) => node.weight, cell: (node) => number(node.weight) },
    { id: 'tier', title: t('columnTier'), value: (node) => node.tier, cell: (node) => number(node.tier) },
    bound('limit', 'columnLimit', 'limitUnset', (node) => node.limit),
    bound('borrowing', 'columnBorrowingLimit', 'borrowingUnset', (node) => node.borrowingLimit),
    bound('lending', 'columnLendingLimit', 'lendingUnset', (node) => node.lendingLimit),
  ]
}
