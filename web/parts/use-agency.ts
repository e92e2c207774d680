// What a page says of its agency: name and time zone; instants are said in the agency's time, never the reader's device's.
import { useQuery } from '@tanstack/react-query'
import { usePortal } from '../portal-context.tsx'
import { useReader } from '../reader.tsx'

export function useAgency(id: string): { readonly title: string; readonly timeZone: string } {
  const { queries } = usePortal()
  const { own } = useReader()
  const agency = useQuery(queries.agencies()).data?.find((known) => known.id === id)
  return agency === undefined ? { title: id, timeZone: 'UTC' } : { title: own(agency.title), timeZone: agency.timeZone }
}
