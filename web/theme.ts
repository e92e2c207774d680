// Mantine's theme, with the contrasts corrected that fail WCAG 2.2 AA by default, and Weir's own colours as variables.
import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'

/** The blue of deep water; shade 8 has 7.9:1 on white. */
const water: MantineColorsTuple = [
  '#eef6fa',
  '#d8e9f2',
  '#b0d3e5',
  '#84bbd7',
  '#5fa5ca',
  '#3f8fb9',
  '#2a7aa5',
  '#1b668f',
  '#0f5478',
  '#0a3d59',
]

/** Mantine's dark greys are warm; these belong to the water. */
const dark: MantineColorsTuple = [
  '#e4eaef',
  '#c5ced6',
  '#a5b2bd',
  '#8b99a5',
  '#6d7c89',
  '#2a3742',
  '#1b2831',
  '#162129',
  '#10181f',
  '#0b1116',
]

export const theme = createTheme({
  colors: { water, dark },
  components: {
    // Explanations stand under their field, so that fields beside each other are level.
    InputWrapper: { defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] } },
  },
  primaryColor: 'water',
  // Shade 6, the default, has 4.2:1 under white text.
  primaryShade: { light: 8, dark: 7 },
  fontFamily: "'Noto Sans KR Variable', 'Noto Sans KR', 'Noto Sans', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', 'DejaVu Sans Mono', monospace",
  headings: { fontFamily: 'inherit', fontWeight: '700', textWrap: 'balance' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  black: '#17222d',
})

const LIGHT: Readonly<Record<string, string>> = {
  '--mantine-color-body': '#ffffff',
  '--mantine-color-dimmed': '#51606d',
  '--mantine-color-placeholder': '#66737f',
  '--mantine-color-error': '#b3261e',
  '--mantine-color-default-border': '#88949f',
}

const DARK: Readonly<Record<string, string>> = {
  '--mantine-color-body': '#10181f',
  '--mantine-color-text': '#e4eaef',
  '--mantine-color-dimmed': '#a5b2bd',
  '--mantine-color-placeholder': '#93a1ad',
  '--mantine-color-error': '#ff9d94',
  '--mantine-color-anchor': '#8cc8e6',
  '--mantine-color-default': '#19242d',
  '--mantine-color-default-hover': '#22303b',
  '--mantine-color-default-border': '#6d7c89',
  '--mantine-color-default-color': '#e4eaef',
}

export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: { ...LIGHT },
  dark: { ...DARK },
})
